/** What backends over Java arrays share: the buffer and its pooled memory. */
package io.github.stylegan4j.host;
