/** Tensors, the operations on them with their derivatives, lexical memory, and random numbers. */
package io.github.stylegan4j.tensor;
