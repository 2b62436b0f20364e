package io.github.stylegan4j.train.data;

import io.github.stylegan4j.io.ElementType;
import io.github.stylegan4j.io.HostTensor;
import io.github.stylegan4j.io.Npy;
import io.github.stylegan4j.io.Npz;
import io.github.stylegan4j.io.Safetensors;
import io.github.stylegan4j.io.TensorFileException;
import io.github.stylegan4j.train.ConfigFile;
import io.github.stylegan4j.train.TrainingConfig;
import io.github.stylegan4j.train.config.ConfigFileException;
import io.github.stylegan4j.train.data.format.CifarFile;
import io.github.stylegan4j.train.data.format.DataFileException;
import io.github.stylegan4j.train.data.format.DatasetJson;
import io.github.stylegan4j.train.data.format.ImageExample;
import io.github.stylegan4j.train.data.format.LabelList;
import io.github.stylegan4j.train.data.format.PixelArray;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged files of every kind: each reader succeeds or says what is wrong, and neither hangs nor
 * takes more memory than a file of that length may.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class FuzzTest {
    private static final ImageOptions OPTIONS =
            ImageOptions.of(4)
                    .withChannels(1)
                    .withCacheBytes(0)
                    .withBadImages(BadImagePolicy.FAIL)
                    .withMaxLabelSize(ImageOptions.LABELS_IF_ANY);
    private static final int READ = 3;

    private final RandomGenerator random = Seeds.random("FuzzTest");

    @TempDir private Path folder;

    @Test
    void tfRecords() throws IOException {
        Path file = folder.resolve("x-r02.tfrecords");
        Path labels = folder.resolve("x-rxx.labels");
        Npy.write(labels, HostTensor.of(new int[] {1, 0, 2}, 3));
        List<byte[]> seeds = new ArrayList<>();
        for (int channels : new int[] {1, 3}) {
            List<PixelArray> images = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                images.add(RecordFiles.noise(channels, 4, 4, random));
            }
            RecordFiles.tfRecords(file, images);
            seeds.add(Files.readAllBytes(file));
        }
        new Fuzzer(seeds, DataException.class)
                .run(
                        input -> {
                            Files.write(file, input);
                            readAll(() -> TfRecordSource.open(file, OPTIONS));
                        },
                        FuzzTest::repairRecords);
    }

    /** Walks over the frames as far as they can be followed and puts all checksums right. */
    private static void repairRecords(byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        while (file.length - at >= 16) {
            in.putInt(at + 8, masked(file, at, 8));
            long length = in.getLong(at);
            if (length < 0 || length > file.length - at - 16) {
                return;
            }
            in.putInt(at + 12 + (int) length, masked(file, at + 12, (int) length));
            at += 16 + (int) length;
        }
    }

    private static int masked(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        int value = (int) crc.getValue();
        return (value >>> 15 | value << 17) + 0xA282EAD8;
    }

    @Test
    void imageExamples() {
        List<byte[]> seeds =
                List.of(
                        ImageExample.format(RecordFiles.noise(3, 4, 4, random)),
                        ImageExample.format(RecordFiles.noise(1, 16, 16, random)));
        Path file = Path.of("x.tfrecords");
        new Fuzzer(seeds, DataFileException.class).run(input -> ImageExample.parse(file, 0, input));
    }

    @Test
    void zipArchives() throws IOException {
        byte[] png = TestImages.png(picture(5, 4));
        String json = "{\"labels\": [[\"a/1.png\", 1], [\"b/2.png\", 0]]}";
        List<byte[]> seeds = new ArrayList<>();
        for (int method : new int[] {ZipEntry.STORED, ZipEntry.DEFLATED}) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (ZipOutputStream zip = new ZipOutputStream(out)) {
                put(zip, method, "a/1.png", png);
                put(zip, method, "b/2.png", png);
                put(zip, method, "dataset.json", json.getBytes(StandardCharsets.UTF_8));
            }
            seeds.add(out.toByteArray());
        }
        Path file = folder.resolve("x.zip");
        new Fuzzer(seeds, DataException.class)
                .run(
                        input -> {
                            Files.write(file, input);
                            readAll(() -> ZipImageSource.open(file, OPTIONS));
                        });
    }

    @Test
    void lmdbFiles() throws IOException {
        Path file = folder.resolve("data.mdb");
        byte[] two = LmdbImageSourceTest.fixture("two-images.mdb");
        byte[] forty = LmdbImageSourceTest.fixture("forty-images.mdb");
        new Fuzzer(List.of(two, forty), DataException.class)
                .run(
                        input -> {
                            Files.write(file, input);
                            readAll(() -> LmdbImageSource.open(file, OPTIONS));
                        });
    }

    private static void put(ZipOutputStream zip, int method, String name, byte[] content)
            throws IOException {
        ZipEntry entry = new ZipEntry(name);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setMethod(method);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    @Test
    void idxFiles() throws IOException {
        byte[] pixels = new byte[3 * 28 * 28];
        random.nextBytes(pixels);
        byte[] plain = RecordFiles.idx(new int[] {3, 28, 28}, pixels);
        byte[] colour = RecordFiles.idx(new int[] {3, 4, 4, 3}, new byte[144]);
        Path file = folder.resolve("images-idx3-ubyte");
        Files.write(
                folder.resolve("labels-idx1-ubyte"), RecordFiles.idx(new int[] {3}, new byte[3]));
        new Fuzzer(List.of(plain, colour, RecordFiles.gzip(plain)), DataException.class)
                .run(
                        input -> {
                            Files.write(file, input);
                            readAll(() -> IdxSource.open(file, OPTIONS));
                        });
    }

    @Test
    void idxLabels() throws IOException {
        Path labels = folder.resolve("labels-idx1-ubyte");
        Path file = folder.resolve("images-idx3-ubyte");
        Files.write(file, RecordFiles.idx(new int[] {3, 4, 4}, new byte[48]));
        byte[] classes = RecordFiles.idx(new int[] {3}, new byte[] {2, 0, 1});
        byte[] vectors = RecordFiles.idx(new int[] {3, 2}, new byte[] {2, 0, 1, 1, 1, 0});
        new Fuzzer(List.of(classes, vectors), DataException.class)
                .run(
                        input -> {
                            Files.write(labels, input);
                            readAll(() -> IdxSource.open(file, OPTIONS));
                        });
    }

    @Test
    void cifarFiles() throws IOException {
        byte[] records = new byte[3 * 3073];
        random.nextBytes(records);
        for (int i = 0; i < 3; i++) {
            records[i * 3073] = (byte) i;
        }
        Path file = folder.resolve("x.bin");
        new Fuzzer(List.of(records), DataException.class)
                .run(
                        input -> {
                            Files.write(file, input);
                            readAll(() -> CifarSource.open(file, CifarFile.Kind.CIFAR10, OPTIONS));
                        });
    }

    @Test
    void datasetJson() {
        List<byte[]> seeds =
                List.of(
                        bytes("{\"labels\": [[\"a\", 1], [\"b\", 0]], \"x\": {\"y\": [1, null]}}"),
                        bytes("{\"labels\": [[\"a\", [1, 0.5]], [\"b\", [-1e3, 2]]]}"),
                        bytes("{\"classes\": [\"x\", \"y\"], \"labels\": null}"));
        Path file = Path.of("dataset.json");
        new Fuzzer(seeds, DataFileException.class)
                .run(
                        input -> {
                            Map<String, Object> labels = DatasetJson.parse(file, input).labels();
                            DatasetJson.inOrder(file, labels, List.of("a", "b"));
                        });
    }

    @Test
    void npyFiles() throws IOException {
        Path file = folder.resolve("x.npy");
        List<byte[]> seeds = new ArrayList<>();
        for (HostTensor tensor :
                List.of(
                        HostTensor.of(new float[] {1, 0, 0, 1}, 2, 2),
                        HostTensor.of(new int[] {1, 0, 3}, 3),
                        HostTensor.of(new double[] {1, 2}, 2).cast(ElementType.F16))) {
            Npy.write(file, tensor);
            seeds.add(Files.readAllBytes(file));
        }
        new Fuzzer(seeds, TensorFileException.class)
                .run(
                        input -> {
                            Files.write(file, input);
                            Npy.read(file);
                        });
        new Fuzzer(seeds, DataFileException.class)
                .run(
                        input -> {
                            Files.write(file, input);
                            LabelList.read(file);
                        });
    }

    @Test
    void npzFiles() throws IOException {
        Path file = folder.resolve("x.npz");
        Npz.write(
                file,
                Map.of("a", HostTensor.of(new float[] {1, 0, 0, 1}, 2, 2)),
                Npz.Compression.STORED);
        new Fuzzer(List.of(Files.readAllBytes(file)), TensorFileException.class)
                .run(
                        input -> {
                            Files.write(file, input);
                            Npz.read(file);
                        });
    }

    @Test
    void safetensors() throws IOException {
        Path file = folder.resolve("x.safetensors");
        Safetensors.writer()
                .metadata("format", "1")
                .add("w", HostTensor.of(new float[] {1, 2, 3, 4}, 2, 2))
                .add("b", HostTensor.of(new long[] {1, 2}, 2))
                .write(file);
        new Fuzzer(List.of(Files.readAllBytes(file)), TensorFileException.class)
                .run(
                        input -> {
                            Files.write(file, input);
                            Safetensors.read(file);
                        });
    }

    @Test
    void configurations() {
        String few =
                """
                preset: table1-c
                data: "photos"   # of mine
                resolution: 64
                learningRate: 3e-3
                minibatchPerResolution: {8: 64, 16: 32}
                tickKimgPerResolution:
                  8: 1.5
                growing: true
                """;
        TrainingConfig whole = TrainingConfig.emojiDemo();
        fuzzConfiguration("a.yaml", few, whole.toYaml());
        String json = "{\"preset\": \"demo\", \"minibatchPerResolution\": {\"8\": 16}}";
        fuzzConfiguration("a.json", json, whole.toJson());
    }

    private void fuzzConfiguration(String name, String... seeds) {
        Path file = folder.resolve(name);
        new Fuzzer(
                        Arrays.stream(seeds).map(s -> s.getBytes(StandardCharsets.UTF_8)).toList(),
                        ConfigFileException.class)
                .run(
                        input -> {
                            Files.write(file, input);
                            ConfigFile.read(file).config();
                        });
    }

    @Test
    void images() {
        List<byte[]> seeds =
                List.of(
                        TestImages.png(picture(9, 7)),
                        TestImages.png(picture(64, 64)),
                        TestImages.png(new BufferedImage(5, 5, BufferedImage.TYPE_BYTE_GRAY)),
                        TestImages.png(new BufferedImage(5, 5, BufferedImage.TYPE_BYTE_INDEXED)),
                        TestImages.encode(picture(33, 20), "jpg"),
                        TestImages.encode(picture(20, 20), "bmp"),
                        TestImages.encode(picture(20, 20), "gif"),
                        WebpWriter.write(picture(17, 16)));
        ImageDecoder decoder = new ImageDecoder(OPTIONS);
        Fuzzer fuzzer = new Fuzzer(seeds, BadImageException.class).withoutGarbage();
        fuzzer.run(decoder::decode, FuzzTest::repairPng);
        fuzzer.run(decoder::shape, FuzzTest::repairPng);
    }

    private static void repairPng(byte[] file) {
        if (file.length < 8 || file[1] != 'P' || file[2] != 'N') {
            return;
        }
        ByteBuffer in = ByteBuffer.wrap(file);
        int at = 8;
        while (file.length - at >= 12) {
            int length = in.getInt(at);
            if (length < 0 || length > file.length - at - 12) {
                return;
            }
            CRC32 crc = new CRC32();
            crc.update(file, at + 4, 4 + length);
            in.putInt(at + 8 + length, (int) crc.getValue());
            at += 12 + length;
        }
    }

    /** Opens a source. */
    private interface Opening {
        ImageSource open();
    }

    private static void readAll(Opening opening) {
        try (ImageSource source = opening.open()) {
            for (int i = 0; i < Math.min(READ, source.count()); i++) {
                source.image(i);
                source.image(i, 4);
                source.label(i);
            }
        }
    }

    private BufferedImage picture(int width, int height) {
        return TestImages.opaque(
                TestImages.noise(width, height, BufferedImage.TYPE_INT_RGB, random));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
