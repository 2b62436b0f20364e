package io.github.stylegan4j.train.cli;

import io.github.stylegan4j.train.data.ImageSource;
import io.github.stylegan4j.train.data.tool.DataSetCopy;
import io.github.stylegan4j.train.data.tool.DataSetWriter;
import io.github.stylegan4j.train.data.tool.PngDataSetWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Writes the images of a data set as picture files. */
@Command(
        name = "export",
        description =
                "Write the images of any data set as PNG files into a new folder, with their "
                        + "labels in dataset.json.")
final class DatasetExport implements Callable<Integer> {
    @Mixin private CommonOptions common;
    @Mixin private Output output;
    @Mixin private DataInput input;

    @Parameters(index = "0", paramLabel = "DATA", description = "A file or folder, or demo.")
    private String data;

    @Parameters(index = "1", paramLabel = "FOLDER", description = "Must not exist.")
    private Path folder;

    @Override
    public Integer call() throws IOException {
        // The writer first: a target that cannot be is known before hours of decoding.
        try (DataSetWriter writer = PngDataSetWriter.folder(folder);
                ImageSource source = input.open(data)) {
            int count = DataSetCopy.copy(source, writer, DataSetCopy.Order.SOURCE);
            output.line("%d images of %dx%d in %s", count, source.height(), source.width(), folder);
        }
        return 0;
    }
}
