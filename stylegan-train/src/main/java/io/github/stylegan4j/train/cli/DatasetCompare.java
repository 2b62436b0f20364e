package io.github.stylegan4j.train.cli;

import io.github.stylegan4j.train.data.DataSets;
import io.github.stylegan4j.train.data.ImageOptions;
import io.github.stylegan4j.train.data.ImageSource;
import io.github.stylegan4j.train.data.tool.DataSetComparison;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells whether two data sets hold the same. */
@Command(
        name = "compare",
        description =
                "Compare two data sets image by image, in the size of the first unless one is "
                        + "given. Exit code 1 if anything differs.")
final class DatasetCompare implements Callable<Integer> {
    @Mixin private CommonOptions common;
    @Mixin private Output output;
    @Mixin private DataInput input;

    @Parameters(index = "0", paramLabel = "A", description = "A file or folder.")
    private String first;

    @Parameters(index = "1", paramLabel = "B", description = "Another one, of any kind.")
    private String second;

    @Option(names = "--ignore-labels", description = "Compare images alone.")
    private boolean ignoreLabels;

    @Override
    public Integer call() {
        ImageOptions options = input.options(first);
        try (ImageSource a = DataSets.open(first, input.format(), options);
                ImageSource b = DataSets.open(second, DataSets.AUTO, options)) {
            DataSetComparison result = DataSetComparison.of(a, b, !ignoreLabels);
            result.other().forEach(text -> output.line("different: %s", text));
            report("images", result.differentImages(), result.images(), a);
            report("labels", result.differentLabels(), result.labels(), a);
            output.line(
                    "%d compared, %s", result.compared(), result.equal() ? "equal" : "different");
            return result.equal() ? 0 : 1;
        }
    }

    private void report(String what, int number, List<Integer> indices, ImageSource source) {
        if (number > 0) {
            output.line(
                    "different: %d %s, %s%s",
                    number,
                    what,
                    String.join(", ", indices.stream().map(source::imageName).toList()),
                    number > indices.size() ? ", ..." : "");
        }
    }
}
