/**
 * The reference backend: double precision and plain loops, the oracle of every other backend. Its
 * kernels are the definition of the operations, written to be read.
 */
package io.github.stylegan4j.reference;
