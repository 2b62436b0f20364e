package io.github.stylegan4j.train.data;

import io.github.stylegan4j.train.data.format.DatasetJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
        if (files.isEmpty()) {
            bad.add(new BadImage(labels.json().toString(), "it holds no images"));
        }
        List<String> names = files.stream().map(EncodedImage::name).toList();
        if (labels.content() == null) {
            return new Validation(files.size(), bad, outsideFolders(names));
        }
        checkLabels(names, labels, bad);
        return new Validation(files.size(), bad, List.of());
    }

    /** Where folders are classes, a file beside them has none; who wants no labels may use it. */
    private static List<String> outsideFolders(List<String> names) {
        List<String> outside = names.stream().filter(name -> name.indexOf('/') <= 0).toList();
        if (outside.isEmpty() || outside.size() == names.size()) {
            return List.of();
        }
        return List.of(
                outside.size()
                        + " of "
                        + names.size()
                        + " images, the first of them "
                        + outside.get(0)
                        + ", have no label, as they lie in none of the folders, which are classes:"
                        + " training with labels will be refused");
    }

    private static void checkLabels(List<String> names, FileLabels labels, List<BadImage> bad) {
        Map<String, Object> labelled;
        try {
            labelled = DatasetJson.parse(labels.json(), labels.content().read()).labels();
        } catch (IOException e) {
            bad.add(new BadImage(DatasetJson.NAME, String.valueOf(e.getMessage())));
            return;
        }
        if (labelled.isEmpty()) {
            return;
        }
        List<String> found = new ArrayList<>();
        for (String name : names) {
            if (labelled.containsKey(name)) {
                found.add(name);
            } else {
                bad.add(new BadImage(name, "it has no label in " + DatasetJson.NAME));
            }
        }
        try {
            DatasetJson.inOrder(labels.json(), labelled, found);
        } catch (IOException e) {
            bad.add(new BadImage(DatasetJson.NAME, String.valueOf(e.getMessage())));
        }
        Set<String> images = new HashSet<>(names);
        for (String name : labelled.keySet()) {
            if (!images.contains(name)) {
                bad.add(new BadImage(name, "it has a label, but there is no such image"));
            }
        }
    }
}
