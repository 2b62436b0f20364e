/** Optimizers and running averages of parameters. */
package io.github.stylegan4j.optim;
