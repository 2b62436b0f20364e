package io.github.stylegan4j.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The guides point at what is there. */
class LinksTest {
    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

    /** The target of a Markdown link or image, without an anchor or a title. */
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)[^)]*\\)");

    @Test
    void everyRelativeLinkLeadsToAFile() throws IOException {
        List<Path> guides = guides();
        assertFalse(guides.isEmpty(), "no guides found in " + REPOSITORY);

        List<String> broken = new ArrayList<>();
        for (Path guide : guides) {
            Matcher link = LINK.matcher(Files.readString(guide));
            while (link.find()) {
                String target = link.group(1);
                boolean elsewhere = target.startsWith("https:") || target.startsWith("http:");
                if (!elsewhere && !Files.exists(guide.resolveSibling(target))) {
                    broken.add(REPOSITORY.relativize(guide) + " -> " + target);
                }
            }
        }
        assertEquals(List.of(), broken, "links that lead nowhere");
    }

    private static List<Path> guides() throws IOException {
        List<Path> guides = new ArrayList<>();
        try (Stream<Path> top = Files.list(REPOSITORY);
                Stream<Path> docs = Files.walk(REPOSITORY.resolve("docs"))) {
            Stream.concat(top, docs).filter(f -> f.toString().endsWith(".md")).forEach(guides::add);
        }
        return guides;
    }
}
