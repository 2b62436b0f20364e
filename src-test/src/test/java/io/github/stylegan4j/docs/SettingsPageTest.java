package io.github.stylegan4j.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.stylegan4j.train.ConfigField;
import io.github.stylegan4j.train.TrainingConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The page of all settings says what the program says. With {@code -Ddocs.write=true} it is written
 * instead of compared.
 */
class SettingsPageTest {
    private static final Path PAGE = Path.of("../docs/settings.md");

    private static final Map<String, String> TITLES =
            Map.ofEntries(
                    Map.entry("images", "Images"),
                    Map.entry("run", "The run as a whole"),
                    Map.entry("networks", "Networks"),
                    Map.entry("losses", "Loss"),
                    Map.entry("growth", "Growing, minibatches and steps"),
                    Map.entry("optimizer", "Optimizers and running average"),
                    Map.entry("steps", "How a step is computed"),
                    Map.entry("adaptation", "Beginning from trained networks"),
                    Map.entry("augmentation", "Augmentation"),
                    Map.entry("monitoring", "What is shown"),
                    Map.entry("checkpoints", "What is kept"));

    private static final String INTRODUCTION =
            """
            # Settings

            All fields of a [configuration](configuration.md). The name is that in files and in Java; the option has \
            hyphens for capitals, so that `totalKimg` is `--total-kimg`. *Published* is the value for FFHQ on eight \
            cards, with which every field begins; *demo* is that of the bundled run where it differs.
            """;

    @Test
    void thePageListsEverySettingAsItIs() throws IOException {
        String expected = page();
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(PAGE, expected);
        }
        assertEquals(
                expected,
                Files.readString(PAGE),
                "docs/settings.md is out of date; run this test with -Ddocs.write=true");
    }

    private static String page() {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        String section = "";
        TrainingConfig demo = TrainingConfig.emojiDemo();
        for (ConfigField field : TrainingConfig.fields()) {
            if (!field.section().equals(section)) {
                section = field.section();
                page.append("\n## ").append(TITLES.get(section));
                page.append("\n\n| name | meaning | published | demo |\n|---|---|---|---|\n");
            }
            Object published = field.initial();
            Object own = field.get(demo);
            page.append("| `").append(field.name()).append("` | ").append(field.description());
            page.append(" | ").append(code(field.format(published))).append(" | ");
            page.append(own.equals(published) ? "" : code(field.format(own))).append(" |\n");
        }
        return page.toString();
    }

    private static String code(String value) {
        return value.isEmpty() ? "" : "`" + value.replace(",", ", ") + "`";
    }
}
