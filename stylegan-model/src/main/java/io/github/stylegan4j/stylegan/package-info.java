/** The networks of StyleGAN v1: generator (mapping and synthesis) and discriminator. */
package io.github.stylegan4j.stylegan;
