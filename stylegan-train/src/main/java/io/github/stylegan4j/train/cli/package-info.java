/** The command line: train, generate, info and devices. */
package io.github.stylegan4j.train.cli;
