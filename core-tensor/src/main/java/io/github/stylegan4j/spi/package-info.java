/**
 * What a backend is, how one is found, and what every backend shares: kernel table, buffer pool,
 * memory figures.
 */
package io.github.stylegan4j.spi;
