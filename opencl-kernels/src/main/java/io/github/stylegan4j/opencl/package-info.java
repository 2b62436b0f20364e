/** The backend that computes on OpenCL devices. */
package io.github.stylegan4j.opencl;
