/** Images from folders: decoding, resizing, prefetching and augmentation. */
package io.github.stylegan4j.train.data;
