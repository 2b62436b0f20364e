package io.github.stylegan4j.train.cli;

import io.github.stylegan4j.train.data.ImageSource;
import io.github.stylegan4j.train.data.tool.DataSetCopy;
import io.github.stylegan4j.train.data.tool.DataSetWriter;
import io.github.stylegan4j.train.data.tool.PngDataSetWriter;
import io.github.stylegan4j.train.data.tool.TfRecordDataSetWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prepares a data set for training. */
@Command(
        name = "import",
        description =
                "Write the images of any data set, brought to one size, as TFRecords of all "
                        + "resolutions or as a ZIP archive. Labels come along.")
final class DatasetImport implements Callable<Integer> {
    @Mixin private CommonOptions common;
    @Mixin private Output output;
    @Mixin private DataInput input;

    @Parameters(index = "0", paramLabel = "DATA", description = "A file or folder, or demo.")
    private String data;

    @Parameters(
            index = "1",
            paramLabel = "TARGET",
            description = "What to write, which must not exist: a folder, or a .zip archive.")
    private Path target;

    @Option(
            names = "--shuffle",
            description =
                    "Write in the order in which the published tools shuffle a data set of this"
                            + " size. Training here shuffles by itself.")
    private boolean shuffle;

    @Override
    public Integer call() throws IOException {
        // The writer first: a target that cannot be is known before hours of decoding.
        try (DataSetWriter writer = writer();
                ImageSource source = input.open(data)) {
            int count =
                    DataSetCopy.copy(
                            source,
                            writer,
                            shuffle ? DataSetCopy.Order.PUBLISHED : DataSetCopy.Order.SOURCE);
            output.line("%d images of %dx%d in %s", count, source.height(), source.width(), target);
        }
        return 0;
    }

    private DataSetWriter writer() throws IOException {
        return target.toString().endsWith(".zip")
                ? PngDataSetWriter.zip(target)
                : new TfRecordDataSetWriter(target);
    }
}
