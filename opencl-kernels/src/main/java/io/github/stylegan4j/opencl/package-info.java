/**
 * The backend that computes on OpenCL 1.2 devices: discovery, one context and one in-order queue
 * per backend, pooled memory, programs cached on disk, and the kernels behind every operation.
 */
package io.github.stylegan4j.opencl;
