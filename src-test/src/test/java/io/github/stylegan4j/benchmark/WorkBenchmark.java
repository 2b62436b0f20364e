package io.github.stylegan4j.benchmark;

import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.train.bench.Work;
import io.github.stylegan4j.train.bench.WorkSpec;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The benchmark's works under JMH: milliseconds of a repetition in fresh JVMs. Not a test: {@code
 * docs/performance.md} has the command.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class WorkBenchmark {
    /** The device, as {@code ./stylegan devices} lists it. */
    @Param("cpu")
    public String device;

    /** The work: its kind, minibatch, channels and size. */
    @Param({
        "matmul/1/1/1024",
        "conv_forward/16/128/64",
        "conv_by_images/16/128/64",
        "conv_by_weights/16/128/64",
        "chain/16/64/128",
        "step/16/128/32"
    })
    public String work;

    private Backend backend;
    private Work repeated;

    /** Opens the device and sets the work up. */
    @Setup
    public void open() {
        backend = Backends.open(device);
        repeated = io.github.stylegan4j.train.bench.Benchmark.work(WorkSpec.parse(work), backend);
    }

    /** One repetition, computed to the end. */
    @Benchmark
    public void repetition() {
        repeated.run();
    }

    /** Gives everything back. */
    @TearDown
    public void close() {
        repeated.close();
        backend.close();
    }
}
