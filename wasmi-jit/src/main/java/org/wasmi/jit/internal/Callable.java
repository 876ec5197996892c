package org.wasmi.jit.internal;

/** A function as an object. A subclass for each signature has the method that takes its arguments. */
public abstract class Callable {
    /** For compiled code. */
    protected Callable() {}

    /**
     * Runs the function: for the frame on top of the machine at level 0, or in place of another at a level above.
     *
     * @param context of the frame's instance
     * @param framePointer where the frame begins: arguments in, results out
     * @param level that of the frame
     */
    public abstract void enter(Context context, int framePointer, int level);

    /** {@return whether there is compiled code; otherwise the interpreter runs the function} */
    public abstract boolean isCompiled();
}
