/** The reference backend: double precision and plain loops, the oracle of every other backend. */
package io.github.stylegan4j.reference;
