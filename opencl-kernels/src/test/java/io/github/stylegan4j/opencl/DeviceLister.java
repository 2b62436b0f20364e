package io.github.stylegan4j.opencl;

import io.github.stylegan4j.spi.Backends;

/** A program that says what it finds; drivers are looked for once per process. */
final class DeviceLister {
    private DeviceLister() {}

    public static void main(String[] args) {
        Backends.devices()
                .forEach(
                        d ->
                                System.out.println(
                                        d.id() + " usable=" + d.usable() + ": " + d.reason()));
        System.out.println("auto is " + Backends.defaultDevice());
        try {
            Backends.open("opencl").close();
        } catch (IllegalArgumentException e) {
            System.out.println("refused: " + e.getMessage());
        }
    }
}
