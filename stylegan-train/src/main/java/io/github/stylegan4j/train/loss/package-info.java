/**
 * The losses of generator and discriminator, behind one interface.
 *
 * <p>A new loss is one class that implements {@link io.github.stylegan4j.train.loss.GanLoss}, and
 * one line in {@link io.github.stylegan4j.train.loss.LossCatalog} that gives it a name.
 */
package io.github.stylegan4j.train.loss;
