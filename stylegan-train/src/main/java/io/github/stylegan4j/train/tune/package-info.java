/**
 * Measures which convolution algorithm is the fastest on a device, for the shapes of StyleGAN's
 * layers: what a {@link io.github.stylegan4j.tuning.TuningTable} is made of.
 */
package io.github.stylegan4j.train.tune;
