/** Event files, as TensorBoard reads them. */
package io.github.stylegan4j.train.tensorboard;
