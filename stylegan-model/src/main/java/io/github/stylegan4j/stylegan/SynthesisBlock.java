package io.github.stylegan4j.stylegan;

import io.github.stylegan4j.nn.Module;
import io.github.stylegan4j.stylegan.layer.ConstantInput;
import io.github.stylegan4j.stylegan.layer.DenseInput;
import io.github.stylegan4j.stylegan.layer.EpilogueConfig;
import io.github.stylegan4j.stylegan.layer.FeatureSize;
import io.github.stylegan4j.stylegan.layer.Initializer;
import io.github.stylegan4j.stylegan.layer.InputLayer;
import io.github.stylegan4j.stylegan.layer.Noise;
import io.github.stylegan4j.stylegan.layer.StyledConv;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The two layers of one resolution: {@code const} (or {@code dense}) and {@code conv} at the base
 * grid (4 x 4), {@code conv0_up} and {@code conv1} above.
 */
final class SynthesisBlock extends Module {
    /** The first layer, which at the base grid has no features to start from. */
    private interface FirstLayer {
        Tensor forward(@Nullable Tensor x, Tensor w, Noise noise);
    }

    private final int firstIndex;
    private final boolean styles;
    private final String firstName;
    private final FirstLayer first;
    private final String lastName;
    private final StyledConv last;

    SynthesisBlock(GeneratorConfig config, int resolution, Initializer init) {
        Backbone backbone = config.backbone();
        EpilogueConfig epilogue = epilogue(config);
        int channels = backbone.featureMaps().at(resolution);
        firstIndex = LevelOfDetail.firstLayer(resolution);
        styles = config.synthesis().styles();
        BaseGrid grid = backbone.baseGrid();
        FeatureSize size = new FeatureSize(grid.heightAt(resolution), grid.widthAt(resolution));
        if (resolution == Backbone.MIN_RESOLUTION) {
            boolean constant = config.synthesis().constantInput();
            firstName = constant ? "const" : "dense";
            lastName = "conv";
            InputLayer input =
                    child(
                            firstName,
                            constant
                                    ? new ConstantInput(init, channels, size, epilogue)
                                    : new DenseInput(init, channels, size, epilogue));
            first = (x, w, noise) -> input.forward(w, noise);
        } else {
            firstName = "conv0_up";
            lastName = "conv1";
            int in = backbone.featureMaps().at(resolution / 2);
            StyledConv up =
                    StyledConv.doubling(
                            init,
                            in,
                            channels,
                            size,
                            epilogue,
                            backbone.fusedScale(),
                            backbone.blur());
            child(firstName, up);
            first = (x, w, noise) -> up.forward(Objects.requireNonNull(x), w, noise);
        }
        last = child(lastName, StyledConv.same(init, channels, channels, size, epilogue));
    }

    private static EpilogueConfig epilogue(GeneratorConfig config) {
        SynthesisConfig switches = config.synthesis();
        return new EpilogueConfig(
                switches.noise(),
                switches.pixelNorm(),
                switches.instanceNorm(),
                switches.styles(),
                config.styleSize());
    }

    /**
     * Features of this resolution.
     *
     * @param x features of half the resolution; not read at the base grid
     */
    Tensor forward(@Nullable Tensor x, Styles w, Noise noise, ActivationListener listener) {
        Tensor y = Scope.run(firstName, () -> first.forward(x, style(w, 0), noise));
        listener.onActivation(firstName, y);
        Tensor z = Scope.run(lastName, () -> last.forward(y, style(w, 1), noise));
        listener.onActivation(lastName, z);
        return z;
    }

    private Tensor style(Styles w, int layer) {
        return w.layer(styles ? firstIndex + layer : 0);
    }
}
