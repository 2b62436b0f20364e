package io.github.stylegan4j.train.cli;

import io.github.stylegan4j.profile.Profiler;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.BackendOptions;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.tuning.ConvMode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What computes and how: options of every command that computes, but for those of a run. */
final class DeviceOptions {
    @Option(
            names = "--device",
            paramLabel = "ID",
            defaultValue = "auto",
            description = "What computes; see 'devices'. Default: ${DEFAULT-VALUE}.")
    private String device;

    @Option(
            names = "--conv",
            paramLabel = "MODE",
            defaultValue = "auto",
            converter = ModeConverter.class,
            description =
                    "How convolutions are computed: auto (the fastest by the device's table), or"
                            + " direct, winograd2 or winograd4 wherever it applies. Default:"
                            + " ${DEFAULT-VALUE}.")
    private ConvMode conv;

    private static final class ModeConverter implements ITypeConverter<ConvMode> {
        @Override
        public ConvMode convert(String value) {
            try {
                return ConvMode.ofLabel(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Opens the device; the caller closes it. */
    Backend open(Profiler profiler) {
        return Backends.open(device, options().withProfiler(profiler));
    }

    /** The device as it was given. */
    String id() {
        return device;
    }

    /** How to open it. */
    BackendOptions options() {
        return BackendOptions.defaults().withConv(conv);
    }
}
