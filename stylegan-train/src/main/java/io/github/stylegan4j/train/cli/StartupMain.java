package io.github.stylegan4j.train.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/**
 * What the launch script runs when it makes an archive of classes: it loads what a start needs,
 * which is then in the archive. Not for people.
 */
public final class StartupMain {
    /** A step of small networks that do not grow, on the device that is always there. */
    private static final List<String> TRAINING =
            List.of(
                    "--device=cpu",
                    "--resolution=8",
                    "--initial-resolution=8",
                    "--fmap-base=64",
                    "--fmap-max=16",
                    "--latent-size=16",
                    "--style-size=16",
                    "--mapping-width=16",
                    "--minibatch=4",
                    "--minibatch-per-resolution=",
                    "--total-kimg=0.004");

    /** Longer than this means that something is wrong, and a start must not wait for it. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Classes that a start may need on another device. */
    private static final List<String> OTHERS = List.of("io/github/stylegan4j/", "org/jocl/");

    private static final String CLASS = ".class";

    private StartupMain() {}

    /**
     * Trains for a moment in a folder of its own, and loads the program's other classes without
     * running them.
     */
    public static void main(String[] args) throws IOException {
        Main.prepareLogging();
        limitTime();
        Path folder = Files.createTempDirectory("stylegan4j-start");
        int code;
        try {
            Path run = folder.resolve("run");
            CommandLine line = Main.commandLine();
            code =
                    line.execute(
                            Stream.concat(Stream.of("train", "--run-dir=" + run), TRAINING.stream())
                                    .toArray(String[]::new));
        } finally {
            delete(folder);
        }
        if (code != 0) {
            System.exit(code);
        }
        for (String jar : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (jar.endsWith(".jar")) {
                load(jar);
            }
        }
    }

    private static void limitTime() {
        Thread guard =
                new Thread(
                        () -> {
                            try {
                                Thread.sleep(LIMIT.toMillis());
                                Runtime.getRuntime().halt(1);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "stylegan4j-start-limit");
        guard.setDaemon(true);
        guard.start();
    }

    private static void load(String path) throws IOException {
        try (JarFile jar = new JarFile(path)) {
            jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(CLASS))
                    .filter(name -> OTHERS.stream().anyMatch(name::startsWith))
                    .forEach(StartupMain::loadClass);
        }
    }

    private static void loadClass(String entry) {
        String name = entry.substring(0, entry.length() - CLASS.length()).replace('/', '.');
        try {
            Class.forName(name, false, StartupMain.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            // No logger is kept in a field: it would be made before logging is prepared.
            LoggerFactory.getLogger(StartupMain.class).debug("{} is not archived", name, e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
