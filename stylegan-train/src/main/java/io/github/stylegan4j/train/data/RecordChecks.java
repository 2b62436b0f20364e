package io.github.stylegan4j.train.data;

import io.github.stylegan4j.train.data.format.CifarFile;
import io.github.stylegan4j.train.data.format.IdxFile;
import io.github.stylegan4j.train.data.format.ImageExample;
import io.github.stylegan4j.train.data.format.LabelList;
import io.github.stylegan4j.train.data.format.PixelArray;
import io.github.stylegan4j.train.data.format.TfRecordFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Looks at every record of a data set and notes all that is wrong, without stopping. */
final class RecordChecks {
    private final List<BadImage> bad = new ArrayList<>();
    private long checked;

    private RecordChecks() {}

    private Validation result() {
        return new Validation(checked, bad, List.of());
    }

    private void note(Path file, IOException e) {
        String message = String.valueOf(e.getMessage());
        String name = file.toString();
        bad.add(
                new BadImage(
                        name,
                        message.startsWith(name)
                                ? message.substring(name.length()).replaceFirst("^[:,] ", "")
                                : message));
    }

    static Validation tfRecords(Path path) throws IOException {
        RecordChecks checks = new RecordChecks();
        int images = -1;
        TfRecordLevels levels = new TfRecordLevels(checks.bad);
        List<Path> files = TfRecordFiles.recordFiles(path);
        for (Path file : files) {
            int count = checks.tfRecordFile(file, levels);
            if (images >= 0 && count >= 0 && count != images) {
                checks.bad.add(
                        new BadImage(
                                file.toString(),
                                "it has " + count + " records, other resolutions have " + images));
            }
            images = Math.max(images, count);
        }
        levels.check();
        Path labels = TfRecordFiles.labels(path, files.get(0));
        if (labels != null) {
            checks.labels(labels, images, LabelList::read);
        }
        return checks.result();
    }

    /** Number of records; -1 if the file cannot be walked over. */
    private int tfRecordFile(Path path, TfRecordLevels levels) {
        try (TfRecordFile file = TfRecordFile.open(path, Fingerprint.sha256())) {
            String shape = null;
            for (int i = 0; i < file.count(); i++) {
                checked++;
                try {
                    PixelArray image = ImageExample.parse(path, i, file.read(i));
                    if (shape == null) {
                        shape = image.shape();
                        levels.add(
                                path,
                                new ImageShape(image.channels(), image.height(), image.width()));
                    }
                    if (!shape.equals(image.shape())) {
                        bad.add(
                                new BadImage(
                                        path.toString(),
                                        "record "
                                                + i
                                                + ": its image has the shape "
                                                + image.shape()
                                                + ", those before have "
                                                + shape));
                    }
                } catch (IOException e) {
                    note(path, e);
                }
            }
            if (file.count() == 0) {
                bad.add(new BadImage(path.toString(), "it is empty"));
            }
            return file.count();
        } catch (IOException e) {
            note(path, e);
            return -1;
        }
    }

    static Validation idx(Path path) throws IOException {
        RecordChecks checks = new RecordChecks();
        Path file = IdxSource.imageFile(path);
        int count = -1;
        try (IdxFile images = IdxFile.open(file)) {
            count = images.count();
            checks.checked = count;
            if (count == 0 || !images.isImages()) {
                checks.bad.add(new BadImage(file.toString(), "it holds no images"));
            }
        } catch (IOException e) {
            checks.note(file, e);
        }
        Path labels = IdxSource.labelFile(file);
        if (labels != null) {
            checks.labels(
                    labels,
                    count,
                    f -> {
                        try (IdxFile idx = IdxFile.open(f)) {
                            return idx.labels();
                        }
                    });
        }
        return checks.result();
    }

    static Validation cifar(Path path, CifarFile.Kind kind) throws IOException {
        RecordChecks checks = new RecordChecks();
        for (Path file : CifarSource.files(path)) {
            try (CifarFile records = CifarFile.open(file, kind)) {
                for (int i = 0; i < records.count(); i++) {
                    checks.checked++;
                    try {
                        records.label(i);
                    } catch (IOException e) {
                        checks.note(file, e);
                    }
                }
            } catch (IOException e) {
                checks.note(file, e);
            }
        }
        if (checks.checked == 0 && checks.bad.isEmpty()) {
            checks.bad.add(new BadImage(path.toString(), "it holds no images"));
        }
        return checks.result();
    }

    /** Reads a file of labels. */
    @FunctionalInterface
    private interface LabelReader {
        LabelList read(Path file) throws IOException;
    }

    private void labels(Path file, int images, LabelReader reader) {
        try {
            LabelList list = reader.read(file);
            if (images >= 0 && list.count() != images) {
                bad.add(
                        new BadImage(
                                file.toString(),
                                "it has " + list.count() + " labels for " + images + " images"));
            }
        } catch (IOException e) {
            note(file, e);
        }
    }
}
