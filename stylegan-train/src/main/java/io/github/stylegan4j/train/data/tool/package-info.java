/** What is done with whole data sets: converting, comparing, and the forms they are written in. */
package io.github.stylegan4j.train.data.tool;
