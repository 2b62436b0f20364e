/**
 * Operations that are compositions in meaning and one kernel in execution, and the updates of
 * parameters and averages.
 *
 * <p>Each record says its formula, its shapes and how often it can be differentiated. A backend may
 * have a kernel for any of them and needs one for none.
 */
package io.github.stylegan4j.tensor.fused;
