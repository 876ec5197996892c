package org.wasmi.jit.compiled;

import org.jspecify.annotations.Nullable;

/**
 * A program that {@code AheadOfTime} has compiled, as its jar provides it to {@link java.util.ServiceLoader}. Only
 * generated classes extend this.
 */
public abstract class CompiledModule {
    /** The version of what compiled code and the executors of this module expect of each other. */
    public static final int VERSION = 3;

    /** For generated classes. */
    protected CompiledModule() {}

    /** {@return what the program is known by, see {@link org.wasmi.encoding.program.Program#digest}} */
    public abstract String digest();

    /** {@return the name of the file that was compiled, for messages} */
    public abstract String name();

    /** {@return the {@link #VERSION} with which the program was compiled} */
    public abstract int version();

    /** {@return the version of the instruction set of the code that was compiled} */
    public abstract int isaVersion();

    /**
     * {@return a new object of a class of the program, or null if there is none}
     *
     * @param number the number of the class, from 0
     */
    public abstract @Nullable Object create(int number);
}
