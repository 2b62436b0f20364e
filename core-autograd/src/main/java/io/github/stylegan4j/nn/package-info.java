/** Modules, their named parameters and the state they save. */
package io.github.stylegan4j.nn;
