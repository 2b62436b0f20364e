package io.github.stylegan4j.train.cli;

import picocli.CommandLine.IVersionProvider;

/** The version as the jar's manifest gives it. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Main.class.getPackage().getImplementationVersion();
        return new String[] {
            "StyleGAN4J " + (version == null ? "(not packaged)" : version),
            "Java " + System.getProperty("java.version")
        };
    }
}
