package io.github.stylegan4j.train.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.stylegan4j.train.data.BadImage;
import io.github.stylegan4j.train.data.DataSets;
import io.github.stylegan4j.train.data.Validation;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Looks at every image of a data set. */
@Command(
        name = "validate",
        description =
                "Look at every image, record and label in one pass, and print each one that cannot "
                        + "be used with the reason. Exit code 1 if there is any.")
final class DatasetValidate implements Callable<Integer> {
    @Mixin private CommonOptions common;
    @Mixin private Output output;

    @Parameters(paramLabel = "DATA", description = "A file or folder.")
    private Path data;

    @Option(
            names = "--data-format",
            paramLabel = "KIND",
            defaultValue = DataSets.AUTO,
            description = "Kind of data: " + DataSets.KINDS + ". Default: ${DEFAULT-VALUE}.")
    private String format;

    @Option(
            names = "--json",
            description =
                    "Print {\"checked\": N, \"bad\": [{\"name\": ..., \"reason\": ...}],"
                            + " \"notes\": [...]}.")
    private boolean json;

    @Override
    public Integer call() {
        Validation validation = DataSets.format(data, format).validate(data);
        if (json) {
            ObjectNode root = Output.object();
            root.put("checked", validation.checked());
            ArrayNode bad = root.putArray("bad");
            for (BadImage image : validation.bad()) {
                bad.addObject().put("name", image.name()).put("reason", image.reason());
            }
            ArrayNode notes = root.putArray("notes");
            validation.notes().forEach(notes::add);
            output.json(root);
        } else {
            validation.bad().forEach(image -> output.line("%s", image));
            validation.notes().forEach(note -> output.line("note: %s", note));
            output.line("%d checked, %d bad", validation.checked(), validation.bad().size());
        }
        return validation.bad().isEmpty() ? 0 : 1;
    }
}
