/**
 * Arrays in files: safetensors, npy and npz, read into and written from plain host memory, and the
 * atomic file writing that everything a run leaves behind goes through.
 *
 * <p>The package knows nothing of tensors, devices or backends. What travels is a {@link
 * io.github.stylegan4j.io.HostTensor}: an element type, a shape and little-endian bytes.
 *
 * <p>Readers trust nothing that a file says about itself. No allocation is larger than what the
 * file's real size can back, and any content that is not exactly the format ends in a {@link
 * io.github.stylegan4j.io.TensorFileException} that names the file, what was found, what is allowed
 * and what to do; a failing disk ends in an {@link java.io.IOException}.
 */
package io.github.stylegan4j.io;
