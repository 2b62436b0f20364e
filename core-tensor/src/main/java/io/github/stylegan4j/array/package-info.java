/**
 * What data is: element types, shapes with NumPy broadcasting, buffers, and strided views of them.
 */
package io.github.stylegan4j.array;
