/** Images changed at random on their way to the discriminator, so that small data sets suffice. */
package io.github.stylegan4j.train.augment;
