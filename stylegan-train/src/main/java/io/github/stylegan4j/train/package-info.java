/** Progressive training: configuration, schedule, the training loop and its listeners. */
package io.github.stylegan4j.train;
