package io.github.stylegan4j.cpu;

/** Where the result of a {@link BlockedProduct} goes. */
@FunctionalInterface
interface RowSink {
    /**
     * Receives part of a row of the result; called once for every element, by several threads.
     *
     * @param product which of the products computed together
     * @param row the row
     * @param column first column
     * @param columns number of columns
     * @param sums the values, from index 0 on; valid only during the call
     */
    void put(int product, int row, int column, int columns, float[] sums);
}
