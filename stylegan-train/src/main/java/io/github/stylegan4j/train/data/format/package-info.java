/**
 * Files that hold many images: TFRecord, IDX, CIFAR and label lists. Everything here turns bytes
 * into records and back, checks what a file says about itself, and knows nothing of training.
 */
package io.github.stylegan4j.train.data.format;
