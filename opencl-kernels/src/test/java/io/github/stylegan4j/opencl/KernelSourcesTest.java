package io.github.stylegan4j.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Kernels keep to OpenCL C 1.2 as every driver compiles it. What a compiler can see is an error in
 * every test, since warnings are; here is what PoCL's lets pass and others may not.
 */
class KernelSourcesTest {
    private static final Pattern FUNCTION =
            Pattern.compile(
                    "static inline (?:ONCE )?\\w+ (\\w+)\\([^{;]*\\) \\{([^\\n]*}|\\n.*?\\n})",
                    Pattern.DOTALL);
    private static final Pattern GROUP_SIZE =
            Pattern.compile("reqd_work_group_size\\((\\w+), (\\w+), (\\w+)\\)");

    /** What is not in OpenCL C 1.2 without extensions, or only some compilers have. */
    private static final List<Pattern> FORBIDDEN =
            Stream.of(
                            "\\bhalf\\d*\\b",
                            "\\bconvert_half",
                            "\\bcl_khr_(?!fp64\\b)",
                            "\\bprintf\\b",
                            "\\bgeneric\\b",
                            "\\bgoto\\b",
                            "\\batomic_\\w+_explicit\\b",
                            "\\bsub_group",
                            "\\bwork_group_(?!size_hint)",
                            "\\b__asm\\b",
                            "\\b\\w+\\[\\s*\\]\\s*;",
                            "\\bpipe\\b")
                    .map(Pattern::compile)
                    .toList();

    private static Stream<Path> files() throws IOException, URISyntaxException {
        var common = Objects.requireNonNull(Programs.class.getResource("kernels/common.cl"));
        try (Stream<Path> all = Files.list(Path.of(common.toURI()).getParent())) {
            return all.sorted().toList().stream();
        }
    }

    private static String code(Path file) {
        try {
            return Files.readString(file).replaceAll("//[^\n]*", "");
        } catch (IOException e) {
            throw new AssertionError(file.toString(), e);
        }
    }

    private static Stream<DynamicTest> each(java.util.function.BiConsumer<Path, String> check)
            throws IOException, URISyntaxException {
        return files().map(
                        f ->
                                DynamicTest.dynamicTest(
                                        f.getFileName().toString(),
                                        () -> check.accept(f, code(f))));
    }

    @TestFactory
    Stream<DynamicTest> nothingThatOnlySomeDriversHave() throws Exception {
        return each(
                (file, code) -> {
                    for (Pattern p : FORBIDDEN) {
                        Matcher m = p.matcher(code);
                        assertTrue(!m.find(), () -> file.getFileName() + " has " + m.group());
                    }
                });
    }

    /** Devices without double precision compile them too. */
    @TestFactory
    Stream<DynamicTest> doublePrecisionOnlyWhereItIsAskedFor() throws Exception {
        return each(
                (file, code) -> {
                    Matcher m =
                            Pattern.compile(
                                            "\\bdouble\\d*\\b|\\b\\d+\\.\\d*(?:e-?\\d+)?(?![\\dfe])")
                                    .matcher(withoutDoubleParts(code));
                    assertTrue(!m.find(), () -> "double precision: " + m.group());
                });
    }

    /** What stands between {@code #ifdef FP64} and the next {@code #else} or {@code #endif}. */
    private static String withoutDoubleParts(String code) {
        return Pattern.compile("#ifdef FP64\\n.*?\\n#(else|endif)", Pattern.DOTALL)
                .matcher(code)
                .replaceAll("");
    }

    /** A built-in of one family of compilers stands where another's does not see it. */
    @TestFactory
    Stream<DynamicTest> builtInsOfACompilerAreAskedForFirst() throws Exception {
        return each(
                (file, code) -> {
                    boolean used = code.contains("__builtin_");
                    assertEquals(file.endsWith("common.cl"), used);
                    if (used) {
                        int asked = code.indexOf("#if defined(STREAM) && defined(__clang__)");
                        assertTrue(asked >= 0 && asked < code.indexOf("__builtin_"));
                    }
                });
    }

    @TestFactory
    Stream<DynamicTest> noFunctionCallsItself() throws Exception {
        return each(
                (file, code) -> {
                    Matcher m = FUNCTION.matcher(code);
                    while (m.find()) {
                        Pattern call = Pattern.compile("\\b" + m.group(1) + "\\(");
                        assertTrue(!call.matcher(m.group(2)).find(), m.group(1));
                    }
                });
    }

    /** Local memory and barriers suppose a size of the work-group, which the kernel then names. */
    @TestFactory
    Stream<DynamicTest> workGroupsThatShareNameTheirSize() throws Exception {
        return each(
                (file, code) -> {
                    if (code.contains("__local") || code.contains("barrier(")) {
                        boolean named =
                                code.contains("reqd_work_group_size(")
                                        || code.contains("TOGETHER void");
                        assertTrue(named, file.toString());
                    }
                    Matcher m = GROUP_SIZE.matcher(code);
                    while (m.find()) {
                        int size = 1;
                        for (int i = 1; i <= 3; i++) {
                            size *= value(m.group(i), code);
                        }
                        assertTrue(size <= 256, m.group() + " is " + size);
                    }
                });
    }

    /** A number, or a define of the file; one that the host makes is at most 256. */
    private static int value(String name, String code) {
        if (name.matches("\\d+")) {
            return Integer.parseInt(name);
        }
        Matcher m = Pattern.compile("#define " + name + " (\\d+)").matcher(code);
        return m.find() ? Integer.parseInt(m.group(1)) : 256;
    }

    @Test
    void theRulesFindWhatTheyForbid() {
        List<String> bad = new ArrayList<>();
        for (String line :
                List.of("half x;", "goto end;", "printf(1)", "cl_khr_fp16", "int a[ ];")) {
            if (FORBIDDEN.stream().anyMatch(p -> p.matcher(line).find())) {
                bad.add(line);
            }
        }
        assertEquals(5, bad.size(), bad.toString());
        assertEquals("x", withoutDoubleParts("#ifdef FP64\ndouble y;\n#endifx"));
    }
}
