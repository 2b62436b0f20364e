/** The losses of generator and discriminator, behind one interface. */
package io.github.stylegan4j.train.loss;
