/** The pure-Java backend: single precision, several threads. */
package io.github.stylegan4j.cpu;
