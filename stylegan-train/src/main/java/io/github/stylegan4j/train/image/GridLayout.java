package io.github.stylegan4j.train.image;

/**
 * Which images a grid of samples shows where.
 *
 * <p>The layouts by class take one class after the other, and begin again after the last; they are
 * those of the published StyleGAN.
 */
public enum GridLayout {
    /** Any images anywhere. */
    RANDOM,
    /** One class per row. */
    ROW_PER_CLASS,
    /** One class per column. */
    COL_PER_CLASS,
    /** One class per block of four rows and four columns. */
    CLASS4X4;

    private static final int SIDE = 4;

    /** Whether images have to have labels. */
    public boolean isByClass() {
        return this != RANDOM;
    }

    /**
     * The class whose image stands at a place.
     *
     * @param place from 0, line by line
     * @param size of the grid
     * @param classes how many there are, from 1
     * @return from 0 to {@code classes} - 1
     * @throws IllegalStateException if the layout is not by class
     */
    public int classAt(int place, GridSize size, int classes) {
        int column = place % size.columns();
        int row = place / size.columns();
        int block =
                switch (this) {
                    case RANDOM ->
                            throw new IllegalStateException("the layout random knows no classes");
                    case ROW_PER_CLASS -> row;
                    case COL_PER_CLASS -> column;
                    case CLASS4X4 -> {
                        int blocksAcross = (size.columns() + SIDE - 1) / SIDE;
                        yield row / SIDE * blocksAcross + column / SIDE;
                    }
                };
        return block % classes;
    }
}
