package io.github.stylegan4j.train.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What one setting of a training run means and what it is unless told otherwise: shown by the
 * command line's help and in the documentation.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.METHOD})
public @interface Setting {
    /** Meaning, unit and allowed values, in one or two sentences. */
    String text();

    /**
     * Value in the published configuration for eight graphics cards, as text; also the value of a
     * file that was written before this setting existed, so that of a new setting is what training
     * did without it.
     */
    String initial();
}
