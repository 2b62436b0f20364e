package io.github.stylegan4j.train;

import java.nio.file.Path;
import java.util.List;

/**
 * What networks in training took over from a file of other networks.
 *
 * @param file where the tensors came from
 * @param copied tensors that were taken over, by their names in a checkpoint
 * @param missing tensors that the file does not have, which keep their first values
 * @param mismatched tensors that the file has in another shape, each with both shapes; they keep
 *     their first values too
 * @param unused tensors of networks in the file that nothing here is called like
 */
public record TransferReport(
        Path file,
        List<String> copied,
        List<String> missing,
        List<String> mismatched,
        List<String> unused) {

    /** Copies the lists. */
    public TransferReport {
        copied = List.copyOf(copied);
        missing = List.copyOf(missing);
        mismatched = List.copyOf(mismatched);
        unused = List.copyOf(unused);
    }

    /** One line of counts, and a line for each tensor that was not taken over. */
    public String text() {
        StringBuilder text =
                new StringBuilder()
                        .append(copied.size())
                        .append(" tensors copied from ")
                        .append(file)
                        .append(", ")
                        .append(missing.size())
                        .append(" not there, ")
                        .append(mismatched.size())
                        .append(" of another shape, ")
                        .append(unused.size())
                        .append(" of the file unused");
        missing.forEach(name -> text.append("\n  not there: ").append(name));
        mismatched.forEach(name -> text.append("\n  another shape: ").append(name));
        unused.forEach(name -> text.append("\n  unused: ").append(name));
        return text.toString();
    }
}
