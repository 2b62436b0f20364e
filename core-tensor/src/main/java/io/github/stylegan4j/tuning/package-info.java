/**
 * How a backend decides between ways of computing the same thing whose speed depends on the device
 * and whose last bits differ: convolution algorithms, sizes of work-groups and chunks.
 *
 * <p>A backend asks one object, {@link io.github.stylegan4j.tuning.Tuning}, which knows what the
 * user forced ({@link io.github.stylegan4j.tuning.ConvMode}) and what was measured on this device
 * ({@link io.github.stylegan4j.tuning.TuningTable}); where it knows nothing the backend's own rule
 * holds. Tables lie in the user's cache folder ({@link io.github.stylegan4j.tuning.TuningStore}).
 */
package io.github.stylegan4j.tuning;
