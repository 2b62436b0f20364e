/** Recognises training that goes wrong, from the numbers of its ticks, and says so in words. */
package io.github.stylegan4j.train.health;
