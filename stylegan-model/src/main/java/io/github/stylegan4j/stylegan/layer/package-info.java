/** The layers the networks are built from, with equalized learning rate. */
package io.github.stylegan4j.stylegan.layer;
