/** Pictures of what a network draws: quantisation, grids and PNG files. */
package io.github.stylegan4j.train.image;
