/**
 * Where the time goes: by phase of a program and by operation of a device.
 *
 * <p>A program opens a backend with a {@link io.github.stylegan4j.profile.Profiler} and marks its
 * phases; the backend tells the profiler of every operation. {@link
 * io.github.stylegan4j.profile.Profile} is the sum of it, and a Chrome trace the whole of it.
 */
package io.github.stylegan4j.profile;
