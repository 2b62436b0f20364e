package io.github.stylegan4j.train.data;

import io.github.stylegan4j.train.data.format.DatasetJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Looks at every image file of a folder or archive, and at its labels. */
final class FileChecks {
    /** Small, since only decoding can fail and not resizing. */
    private static final ImageOptions OPTIONS = ImageOptions.of(4).withCacheBytes(0);

    private FileChecks() {}

    static Validation folder(Path folder) {
        List<BadImage> bad = new ArrayList<>();
        List<EncodedImage> files = ImageFolderSource.files(folder, bad);
        return check(files, ImageFolderSource.labels(folder), bad);
    }

    static Validation zip(Path path) throws IOException {
        try (ZipImages zip = ZipImages.open(path)) {
            return check(zip.files(), zip.labels(), new ArrayList<>());
        }
    }

    static Validation lmdb(Path path) throws IOException {
        try (LmdbImages lmdb = LmdbImages.open(path)) {
            return check(lmdb.files(), FileLabels.byFolder(path), new ArrayList<>());
        }
    }

    private static Validation check(
            List<EncodedImage> files, FileLabels labels, List<BadImage> bad) {
        bad.addAll(new OpeningPass(OPTIONS).run(files).bad());
        if (labels.content() != null) {
            checkLabels(files, labels, bad);
        }
        return new Validation(files.size(), bad);
    }

    private static void checkLabels(
            List<EncodedImage> files, FileLabels labels, List<BadImage> bad) {
        Set<String> labelled;
        try {
            labelled = DatasetJson.parse(labels.json(), labels.content().read()).keySet();
        } catch (IOException e) {
            bad.add(new BadImage(DatasetJson.NAME, String.valueOf(e.getMessage())));
            return;
        }
        if (labelled.isEmpty()) {
            return;
        }
        Set<String> names = new HashSet<>();
        for (EncodedImage file : files) {
            names.add(file.name());
            if (!labelled.contains(file.name())) {
                bad.add(new BadImage(file.name(), "it has no label in " + DatasetJson.NAME));
            }
        }
        for (String name : labelled) {
            if (!names.contains(name)) {
                bad.add(new BadImage(name, "it has a label, but there is no such image"));
            }
        }
    }
}
