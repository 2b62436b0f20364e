/** Network files: weights and configuration in one safetensors file. */
package io.github.stylegan4j.stylegan.checkpoint;
