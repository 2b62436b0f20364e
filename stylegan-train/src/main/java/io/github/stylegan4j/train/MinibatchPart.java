package io.github.stylegan4j.train;

import io.github.stylegan4j.tensor.Rows;
import io.github.stylegan4j.tensor.Tensor;
import java.util.function.Consumer;

/**
 * The part of a minibatch that is computed at once.
 *
 * @param rows which samples
 * @param random the random numbers of those samples
 * @param ws is given w of the first latents, [n, styleSize], for the running average
 */
record MinibatchPart(Rows rows, RandomStreams random, Consumer<Tensor> ws) {}
