package io.github.stylegan4j.train.cli;

import io.github.stylegan4j.train.ConfigField;
import io.github.stylegan4j.train.TrainingConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** One command line option per field of {@link TrainingConfig}, made from the record itself. */
final class ConfigOptions {
    private ConfigOptions() {}

    /** Adds the options to a command; the defaults shown are those of the demo preset. */
    static void addTo(CommandSpec command) {
        TrainingConfig defaults = TrainingConfig.emojiDemo();
        for (ConfigField field : TrainingConfig.fields()) {
            String shown = field.format(field.get(defaults));
            OptionSpec.Builder option =
                    OptionSpec.builder(field.flag())
                            .type(String.class)
                            .paramLabel(field.valueLabel())
                            .description(
                                    field.description()
                                            + (shown.isEmpty()
                                                    ? ""
                                                    : " Demo: " + shown.replace("%", "%%") + "."));
            if (field.type() == boolean.class) {
                option.arity("0..1").fallbackValue("true");
            }
            command.addOption(option.build());
        }
    }

    /** The fields that options were given for, with their values. */
    static Map<String, Object> given(CommandSpec command) {
        Map<String, Object> given = new LinkedHashMap<>();
        for (ConfigField field : TrainingConfig.fields()) {
            String text = command.findOption(field.flag()).getValue();
            if (text != null) {
                given.put(field.name(), parse(field, text, command));
            }
        }
        return given;
    }

    private static Object parse(ConfigField field, String text, CommandSpec command) {
        try {
            return field.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    command.commandLine(), field.flag() + ": " + e.getMessage(), e);
        }
    }
}
