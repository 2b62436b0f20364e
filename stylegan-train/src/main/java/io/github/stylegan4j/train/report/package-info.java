/** A page about a training run, made from the files in its folder. */
package io.github.stylegan4j.train.report;
