/** File formats to host arrays and back: safetensors, npy and npz. */
package io.github.stylegan4j.io;
