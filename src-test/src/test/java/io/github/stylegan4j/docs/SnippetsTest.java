package io.github.stylegan4j.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles every Java block of the documentation that no other test runs. */
class SnippetsTest {
    private static final Path REPOSITORY = Path.of("..");
    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    /** Pages whose blocks are run, by their place in the repository, with the tests that do. */
    private static final Map<String, Class<?>> RUN =
            Map.of(
                    "README.md", ReadmeTest.class,
                    "docs/engine.md", EngineGuideTest.class,
                    "docs/java.md", JavaGuideTest.class);

    private static final List<String> IMPORTS =
            List.of(
                    "java.nio.file.*",
                    "java.util.*",
                    "io.github.stylegan4j.array.*",
                    "io.github.stylegan4j.io.*",
                    "io.github.stylegan4j.profile.*",
                    "io.github.stylegan4j.spi.*",
                    "io.github.stylegan4j.tensor.*",
                    "io.github.stylegan4j.train.*",
                    "io.github.stylegan4j.train.augment.*",
                    "io.github.stylegan4j.train.data.*",
                    "io.github.stylegan4j.train.health.*",
                    "io.github.stylegan4j.train.report.*",
                    "static java.nio.charset.StandardCharsets.UTF_8");

    @TempDir private Path classes;

    /** A piece of Java in memory. */
    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String name, String text) {
            super(URI.create("string:///" + name + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        try (Stream<Path> files = Files.list(REPOSITORY)) {
            files.filter(SnippetsTest::isPage).forEach(pages::add);
        }
        try (Stream<Path> files = Files.walk(REPOSITORY.resolve("docs"))) {
            files.filter(SnippetsTest::isPage).forEach(pages::add);
        }
        pages.sort(Comparator.naturalOrder());
        return pages;
    }

    private static String place(Path page) {
        return REPOSITORY.relativize(page).toString().replace('\\', '/');
    }

    private static boolean isPage(Path file) {
        return file.toString().endsWith(".md");
    }

    private static List<String> blocks(Path page) throws IOException {
        String text = Files.readString(page);
        return BLOCK.matcher(text).results().map((MatchResult m) -> m.group(1)).toList();
    }

    @Test
    void everyBlockCompiles() throws IOException {
        List<Source> sources = new ArrayList<>();
        for (Path page : pages()) {
            String name = place(page);
            List<String> blocks = RUN.containsKey(name) ? List.of() : blocks(page);
            for (int i = 0; i < blocks.size(); i++) {
                String type = "Block_" + name.replaceAll("\\W", "_") + "_" + (i + 1);
                sources.add(new Source(type, whole(type, blocks.get(i))));
            }
        }
        assertTrue(sources.size() >= 8, sources.size() + " blocks");
        assertEquals("", complaints(sources));
    }

    /** The lines within a method, where names of the context are known. */
    private static String whole(String type, String lines) {
        String imports =
                IMPORTS.stream().map(i -> "import " + i + ";\n").collect(Collectors.joining());
        return "package io.github.stylegan4j.docs;\n"
                + imports
                + "abstract class "
                + type
                + " extends SnippetContext {\n    void lines() throws Exception {\n"
                + lines
                + "    }\n}\n";
    }

    private String complaints(List<Source> sources) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        List<String> options =
                List.of(
                        "-proc:none",
                        "-d",
                        classes.toString(),
                        "-classpath",
                        System.getProperty("java.class.path"));
        compiler.getTask(null, null, found, options, null, sources).call();
        return found.getDiagnostics().stream()
                .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
                .map(d -> d.getSource().getName() + ": " + d.getMessage(Locale.ROOT))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void thePagesThatAreRunExist() throws IOException {
        List<String> names = pages().stream().map(SnippetsTest::place).toList();
        for (Map.Entry<String, Class<?>> run : RUN.entrySet()) {
            assertTrue(names.contains(run.getKey()), run.getKey() + " of " + run.getValue());
        }
    }
}
