package io.github.stylegan4j.stylegan.checkpoint;

import io.github.stylegan4j.stylegan.NetworkConfig;

/**
 * What a network file says about its network.
 *
 * @param config what it is made from; its type tells generators from discriminators
 * @param progress how far it was trained
 * @param library the program that wrote the file, with its version
 */
public record NetworkDescription(NetworkConfig config, Progress progress, String library) {}
