/**
 * The settings of a training run in sections: each a record whose components carry their meaning
 * and their published value, and whose constructor checks them.
 */
package io.github.stylegan4j.train.config;
