package io.github.stylegan4j.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsBadFileTest {
    private static final String GOOD =
            "{'a':{'dtype':'U8','shape':[2],'data_offsets':[0,2]},"
                    + "'b':{'dtype':'I16','shape':[],'data_offsets':[2,4]}}";

    @TempDir Path folder;

    @Test
    void theTemplateOfTheseTestsIsValid() throws IOException {
        assertEquals(2, Safetensors.read(file(GOOD, 4)).tensors().size());
        assertEquals(0, Safetensors.read(file("{}", 0)).tensors().size());
        assertEquals(1, Safetensors.read(file("{'__metadata__':{'a':'b'}}", 0)).metadata().size());
        assertEquals(2, Safetensors.read(file(GOOD.replace(",", " ,\t\r\n"), 4)).tensors().size());
        assertEquals(
                "\"\\/\b\f\n\r\té😀",
                Safetensors.read(
                                file(
                                        "{'__metadata__':{'a':'\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00E9"
                                                + "\\ud83d\\uDE00'}}",
                                        0))
                        .metadata()
                        .get("a"));
    }

    /** A change to the valid header, and what the message must say about it. */
    private record Change(String from, String to, String message) {}

    private static Stream<Change> changes() {
        return Stream.of(
                new Change("'U8'", "'F8_E4M3'", "element type \"F8_E4M3\""),
                new Change("'dtype':'U8',", "", "incomplete description of \"a\""),
                new Change("'shape':[2],", "", "incomplete description of \"a\""),
                new Change("[0,2]", "[0]", "incomplete description of \"a\""),
                new Change("[0,2]", "[0,1,2]", "more integers in data_offsets"),
                new Change("[0,2]", "[2,0]", "exactly the tensor's size, 2 bytes"),
                new Change("[0,2]", "[0,3]", "exactly the tensor's size, 2 bytes"),
                new Change("[0,2]", "[-1,1]", "an integer from 0"),
                new Change("[0,2]", "[0,2.0]", "']' here"),
                new Change("[2]", "[02]", "an integer from 0"),
                new Change("[2]", "[2e0]", "']' here"),
                new Change("[2]", "[null]", "an integer from 0"),
                new Change("[2]", "[2,]", "an integer from 0"),
                new Change("[2]", "[9223372036854775808]", "over 2^63 - 1"),
                new Change("[2]", "[4294967296,4294967296,4294967296]", "over 2^63 bytes"),
                new Change("'shape':[2]", "'shape':[2],'shape':[2]", "a second shape"),
                new Change("'dtype':'U8'", "'dtype':'U8','dtype':'U8'", "a second dtype"),
                new Change("'dtype':'U8'", "'dtype':'U8','x':1", "the field \"x\""),
                new Change("'b':", "'a':", "a second \"a\""),
                new Change("[2,4]", "[1,3]", "overlaps the one before"),
                new Change("[2,4]", "[3,5]", "reach byte 5"),
                new Change(
                        "'a':",
                        "'__metadata__':{},'__metadata__':{},'a':",
                        "a second __metadata__"),
                new Change("'a':", "'__metadata__':{'k':1},'a':", "'\"' here"),
                new Change("'a':", "'__metadata__':{'k':'1','k':'2'},'a':", "a second \"k\""),
                new Change("'a':", "'\\ud800':", "half of a character"),
                new Change("'a':", "'\\x':", "escapes"),
                new Change("'a':", "'\\u12g4':", "four hexadecimal digits"),
                new Change("'a':", "'a\n':", "control character"));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void headersThatAreRefused(Change change) throws IOException {
        assertTrue(GOOD.contains(change.from()));
        assertRefused(file(GOOD.replace(change.from(), change.to()), 4), change.message());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{}}",
                "{} x",
                "{'a'}",
                "{'a':}",
                "{'a':{}}",
                "{,}",
                "{'a':{},}",
                "{'a",
                "{'a\\",
                "{'a\\u12",
                "{'a':[]}",
                "{'a':1}",
                "{\"a':{}}",
                "{true:1}",
                "{\u0000}",
                "{'\u007f':0}"
            })
    void textsThatAreRefused(String header) throws IOException {
        assertRefused(file(header, 0), "Allowed: ");
    }

    @Test
    void gapsAndTrailingBytesAreRefused() throws IOException {
        String second = "'b':{'dtype':'U8','shape':[1],'data_offsets':[3,4]}}";
        String gap = "{'a':{'dtype':'U8','shape':[2],'data_offsets':[0,2]}," + second;
        assertRefused(file(gap, 4), "leaves a gap after");
        assertRefused(file("{" + second, 4), "leaves a gap after");
        assertRefused(file(GOOD, 5), "1 bytes follow the last tensor");
        assertRefused(file(GOOD, 3), "should reach byte 4");
    }

    @Test
    void hugeClaimsAreRefusedBeforeAllocation() throws IOException {
        String huge =
                "{'a':{'dtype':'U8','shape':[1152921504606846976],"
                        + "'data_offsets':[0,1152921504606846976]}}";
        assertRefused(file(huge, 4), "should reach byte 1152921504606846976");
        byte[] hugeHeader = SafetensorsFiles.bytes("{}");
        for (long length : new long[] {-1, 1L << 60, SafetensorsHeader.MAX_BYTES + 1, 0, 1}) {
            ByteBuffer.wrap(hugeHeader).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
            String shown = Long.toUnsignedString(length);
            assertRefused(raw(hugeHeader), "not a safetensors file");
            assertRefused(raw(hugeHeader), "hold " + shown);
        }
        ByteBuffer.wrap(hugeHeader).order(ByteOrder.LITTLE_ENDIAN).putLong(0, 1000);
        assertRefused(raw(hugeHeader), "should have 1000 bytes, but only 2 follow");
    }

    @Test
    void anEmptyDimensionAllowsNoHugeOthers() throws IOException {
        String text = "{'a':{'dtype':'U8','shape':[0,%s],'data_offsets':[0,0]}}";
        assertEquals(1, Safetensors.read(file(text.formatted("7"), 0)).tensors().size());
        assertRefused(file(text.formatted("4294967296"), 0), "larger than one Java array");
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        byte[] whole = SafetensorsFiles.bytes(GOOD.replace('\'', '"'), 1, 2, 3, 4);
        for (int length = 0; length < whole.length; length++) {
            assertRefused(raw(Arrays.copyOf(whole, length)), "Allowed: ");
        }
    }

    @Test
    void otherFilesAreRecognised() throws IOException {
        assertRefused(raw(text("PK\003\004 and so on")), "zip archive");
        assertRefused(raw(text("\u0093NUMPY\001\000 and so on")), "npy file");
        assertRefused(raw(text("\u0080\002 and so on")), "pickle");
        assertRefused(raw(text("\u0089PNG\r\n\032\n and so on")), "picture");
        assertRefused(raw(text("<!DOCTYPE html>")), "web page");
        assertRefused(raw(text("version https://git-lfs")), "Git LFS");
        assertRefused(raw(new byte[0]), "only 0 bytes");
        assertRefused(raw(SafetensorsFiles.bytes("[1]")), "begins with byte 91");
        assertRefused(raw(text("\003\0\0\0\0\0\0\0{\u00ff}")), "UTF-8");
    }

    private static byte[] text(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void pathsThatAreNoFiles() {
        assertRefused(folder, "this is a folder");
        IOException missing =
                assertThrows(
                        NoSuchFileException.class,
                        () -> Safetensors.read(folder.resolve("missing")));
        assertTrue(missing.getMessage().contains("no such file"), missing.getMessage());
    }

    private Path file(String header, int dataBytes) throws IOException {
        return raw(SafetensorsFiles.bytes(header.replace('\'', '"'), new int[dataBytes]));
    }

    private Path raw(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("bad.safetensors"), bytes);
    }

    private static void assertRefused(Path file, String message) {
        TensorFileException thrown =
                assertThrows(TensorFileException.class, () -> Safetensors.read(file));
        assertTrue(thrown.getMessage().startsWith(file + ": "), thrown.getMessage());
        assertTrue(thrown.getMessage().contains(message), thrown.getMessage());
    }
}
