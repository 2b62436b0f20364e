package io.github.stylegan4j.train.bench;

import io.github.stylegan4j.io.HostTensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * The side of a {@link PeerProcess} that computes: reads one command a line and answers with one
 * line that begins with {@link #MARK}, since a native library may print lines of its own.
 *
 * <p>{@code open FILE} sets the work up from a file of inputs, {@code outputs FILE} writes what it
 * computes, {@code run} repeats it and answers with the milliseconds, {@code memory} answers with
 * the bytes by which the process had grown at its largest since before {@code open}.
 */
public final class PeerServer {
    static final String MARK = "peer> ";

    private final Peer peer;
    private final WorkSpec spec;
    private final Layout layout;
    private final int threads;
    private final PrintStream out;
    private final ProcessMemory memory = new ProcessMemory();
    private Work work;

    private PeerServer(Peer peer, String[] args, PrintStream out) {
        this.peer = peer;
        spec = WorkSpec.parse(args[1]);
        layout = Layout.valueOf(args[2]);
        threads = Integer.parseInt(args[3]);
        this.out = out;
    }

    /**
     * Serves until the input ends.
     *
     * @param args the peer's name, the work, the layout and the number of threads
     * @param in commands
     * @param out answers
     */
    public static void serve(String[] args, BufferedReader in, PrintStream out) throws IOException {
        for (Peer peer : ServiceLoader.load(Peer.class)) {
            if (peer.name().equals(args[0])) {
                new PeerServer(peer, args, out).serve(in);
                return;
            }
        }
        out.println(MARK + "error no peer of the name " + args[0] + " is on the class path");
    }

    private void serve(BufferedReader in) throws IOException {
        try {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                out.println(MARK + answer(line));
                out.flush();
            }
        } catch (RuntimeException e) {
            out.println(MARK + "error " + e);
            throw e;
        } finally {
            if (work != null) {
                work.close();
            }
        }
    }

    private String answer(String line) {
        int space = line.indexOf(' ');
        String command = space < 0 ? line : line.substring(0, space);
        String argument = line.substring(space + 1);
        switch (command) {
            case "open" -> {
                Map<String, HostTensor> inputs = TensorFiles.read(Path.of(argument));
                memory.begin();
                work = peer.open(spec, layout, threads, inputs);
                return "ok";
            }
            case "outputs" -> {
                TensorFiles.write(Path.of(argument), work.outputs());
                return "ok";
            }
            case "run" -> {
                long start = System.nanoTime();
                work.run();
                return Double.toString((System.nanoTime() - start) * 1e-6);
            }
            case "memory" -> {
                return Long.toString(memory.growth());
            }
            default -> throw new IllegalArgumentException("unknown command '" + line + "'");
        }
    }
}
