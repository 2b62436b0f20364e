package io.github.stylegan4j.stylegan;

import io.github.stylegan4j.array.Shape;

/**
 * One line of a layer table.
 *
 * @param name of the layer, the prefix of its parameters' names
 * @param parameters trainable numbers, those of its noise, bias and style included
 * @param outputShape shape of its output for one sample, without the batch axis
 * @param weightShape shape of its main weight
 */
public record LayerSummary(String name, long parameters, Shape outputShape, Shape weightShape) {}
