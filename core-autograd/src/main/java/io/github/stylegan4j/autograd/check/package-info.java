/** Checks of derivatives against central differences. */
package io.github.stylegan4j.autograd.check;
