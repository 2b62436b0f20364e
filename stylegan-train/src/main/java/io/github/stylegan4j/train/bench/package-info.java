/**
 * The benchmark: pieces of work of fixed shapes, how long they take on a device, and how long the
 * same work takes another library that runs beside it in a process of its own.
 */
package io.github.stylegan4j.train.bench;
