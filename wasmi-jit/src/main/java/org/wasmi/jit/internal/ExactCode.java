package org.wasmi.jit.internal;

/**
 * The code of a function in which each {@code consume_fuel} looks whether there is enough. A frame goes on here, to its
 * end, where there is not enough for all that compiled code looks for at once.
 */
public abstract class ExactCode {
    /** For compiled code. */
    protected ExactCode() {}

    /**
     * Goes on behind a {@code consume_fuel} that has been paid, with the frame in the machine's slots, and leaves the
     * results there.
     *
     * @param context of the frame's instance
     * @param framePointer where the frame begins
     * @param level that of the frame
     * @param entry where to go on
     */
    public abstract void goOn(Context context, int framePointer, int level, int entry);
}
