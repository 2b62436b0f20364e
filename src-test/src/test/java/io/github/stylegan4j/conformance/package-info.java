/**
 * Written once, run on every device of the machine: values, derivatives and memory of every
 * operation against the reference device.
 */
package io.github.stylegan4j.conformance;
