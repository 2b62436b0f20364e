package io.github.stylegan4j.train.cli;

import io.github.stylegan4j.train.bench.PeerServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** The program that {@code bench --vs} starts for the other library; not for people. */
public final class PeerMain {
    private PeerMain() {}

    /** Serves commands on standard input until it ends. */
    public static void main(String[] args) throws IOException {
        PeerServer.serve(
                args,
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
                System.out);
        System.exit(0);
    }
}
