package io.github.stylegan4j.train;

import io.github.stylegan4j.io.Safetensors;
import io.github.stylegan4j.io.SafetensorsFile;
import io.github.stylegan4j.io.TensorFileException;
import io.github.stylegan4j.io.TensorInfo;
import io.github.stylegan4j.nn.StateDict;
import io.github.stylegan4j.stylegan.checkpoint.NetworkFile;
import io.github.stylegan4j.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Begins networks with the tensors of others, where names and shapes match.
 *
 * <p>Layers are called after their resolution, so that networks of another size share those of the
 * resolutions that both have. Optimizers, random numbers and the position in the schedule are those
 * of a new run.
 */
final class Transfer {
    private static final String GENERATOR = "generator.";
    private static final String DISCRIMINATOR = "discriminator.";
    private static final List<String> NETWORKS =
            List.of(GENERATOR, DISCRIMINATOR, TrainingState.AVERAGE);

    private final SafetensorsFile open;
    private final List<String> copied = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();
    private final List<String> mismatched = new ArrayList<>();
    private final Set<String> used = new LinkedHashSet<>();

    private Transfer(SafetensorsFile open) {
        this.open = open;
    }

    /**
     * Takes over what a file has.
     *
     * @param file a checkpoint, or the network file of a generator, which also begins the average,
     *     or of a discriminator
     * @throws TensorFileException if it is neither, or nothing in it fits
     * @throws RunDirectoryException if it cannot be read
     */
    static TransferReport into(TrainingState state, Path file) {
        try (SafetensorsFile open = Safetensors.open(file)) {
            return new Transfer(open).into(state);
        } catch (IOException e) {
            throw new RunDirectoryException(
                    "The file to transfer from, " + file + ", cannot be read: " + e.getMessage(),
                    e);
        }
    }

    private TransferReport into(TrainingState state) throws IOException {
        Map<String, String> prefixes = prefixes();
        for (Map.Entry<String, Tensor> e : networks(state).entrySet()) {
            String network = e.getKey().substring(0, e.getKey().indexOf('.') + 1);
            String prefix = prefixes.get(network);
            if (prefix != null) {
                String name = e.getKey().substring(network.length());
                take(e.getKey(), e.getValue(), prefix + name);
            }
        }
        if (copied.isEmpty()) {
            throw new TensorFileException(
                    open.path(),
                    "none of its tensors has a name and shape that the networks of this run have",
                    "networks with layers of the same widths",
                    "Set fmapBase, fmapMax, latentSize and styleSize as the other run had them.");
        }
        return new TransferReport(open.path(), copied, missing, mismatched, unused(prefixes));
    }

    /** What names of the networks of a run begin with in the file, by network. */
    private Map<String, String> prefixes() {
        if (CheckpointFile.isCheckpoint(open)) {
            Map<String, String> same = new LinkedHashMap<>();
            NETWORKS.forEach(network -> same.put(network, network));
            return same;
        }
        if (NetworkFile.FORMAT.equals(open.metadata().get("format"))) {
            String kind = open.metadata().get("kind");
            if (GENERATOR.equals(kind + ".")) {
                return Map.of(GENERATOR, "", TrainingState.AVERAGE, "");
            }
            if (DISCRIMINATOR.equals(kind + ".")) {
                return Map.of(DISCRIMINATOR, "");
            }
        }
        throw new TensorFileException(
                open.path(),
                "the format is " + open.metadata().get("format"),
                "checkpoints and network files",
                "Give a file that a training run wrote.");
    }

    private static Map<String, Tensor> networks(TrainingState state) {
        Map<String, Tensor> networks = new LinkedHashMap<>();
        state.tensors()
                .forEach(
                        (name, t) -> {
                            if (NETWORKS.stream().anyMatch(name::startsWith)) {
                                networks.put(name, t);
                            }
                        });
        return networks;
    }

    private void take(String target, Tensor t, String name) throws IOException {
        TensorInfo found = open.tensors().get(name);
        if (found == null) {
            missing.add(target);
            return;
        }
        used.add(name);
        if (!found.type().isFloating() || !Arrays.equals(found.shape(), t.shape().dims())) {
            mismatched.add(target + " " + t.shape() + ", in the file " + found);
            return;
        }
        StateDict.load(Map.of(name, t), Map.of(name, open.read(name)), open.path().toString());
        copied.add(target);
    }

    private List<String> unused(Map<String, String> prefixes) {
        return open.tensors().keySet().stream()
                .filter(name -> !used.contains(name))
                .filter(name -> prefixes.values().stream().anyMatch(name::startsWith))
                .toList();
    }
}
