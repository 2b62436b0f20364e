/** Reverse-mode differentiation of tensors, to any order. */
package io.github.stylegan4j.autograd;
