/**
 * The benchmark's work in libtorch: the same functions of the same tensors, written as one would.
 */
package io.github.stylegan4j.peer.libtorch;
