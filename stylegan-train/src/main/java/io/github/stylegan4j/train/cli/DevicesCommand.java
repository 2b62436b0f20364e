package io.github.stylegan4j.train.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.spi.DeviceInfo;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists devices: what is there, what would be chosen, and why the others would not. */
@Command(
        name = "devices",
        description =
                "List the devices to compute on, which one 'auto' chooses, and why "
                        + "others cannot be used.")
final class DevicesCommand implements Callable<Integer> {
    @Mixin private CommonOptions common;
    @Mixin private Output output;

    @Option(
            names = "--json",
            description = "Print {\"devices\": [...], \"default\": ID} instead of a table.")
    private boolean json;

    @Override
    public Integer call() {
        List<DeviceInfo> devices = Backends.devices();
        String chosen = Backends.defaultDevice();
        if (json) {
            output.json(toJson(devices, chosen));
            return 0;
        }
        int width = devices.stream().mapToInt(d -> d.id().length()).max().orElse(0);
        for (DeviceInfo d : devices) {
            output.line(
                    "%s %-" + width + "s  %s%n  %" + width + "s  %s",
                    d.id().equals(chosen) ? "*" : " ",
                    d.id(),
                    d.name(),
                    "",
                    (d.usable() ? "usable: " : "not usable: ") + d.reason());
        }
        output.line("%n* is what --device auto chooses.");
        return 0;
    }

    private static ObjectNode toJson(List<DeviceInfo> devices, String chosen) {
        ObjectNode root = Output.object();
        ArrayNode list = root.putArray("devices");
        for (DeviceInfo d : devices) {
            list.addObject()
                    .put("id", d.id())
                    .put("name", d.name())
                    .put("usable", d.usable())
                    .put("reason", d.reason());
        }
        root.put("default", chosen);
        return root;
    }
}
