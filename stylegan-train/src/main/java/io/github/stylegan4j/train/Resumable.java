package io.github.stylegan4j.train;

/**
 * Something of the caller's that changes while training goes on, and is to go on where it was when
 * a run is resumed: a loss that weighs its terms by what it saw, an augmentation that gets
 * stronger, a listener that counts.
 *
 * <p>A loss and an augmentation that are resumable are found out by themselves; everything else is
 * named to {@link TrainerBuilder#keep}.
 */
public interface Resumable {
    /**
     * All that is to be known when going on, as text, such as JSON. It becomes part of every
     * checkpoint, so the same state must give the same text. Called between steps, by the thread
     * that trains.
     */
    String saveState();

    /**
     * Goes back to a state.
     *
     * @param state what {@link #saveState} gave, maybe in another process
     * @throws IllegalArgumentException if it is none of this object's states, with the reason; the
     *     run is not resumed then
     */
    void restoreState(String state);
}
