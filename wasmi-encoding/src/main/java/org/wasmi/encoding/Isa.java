package org.wasmi.encoding;

/** Facts about the instruction set as a whole. */
public final class Isa {
    /**
     * The version of the instruction set against which a class is compiled, since javac inlines the value into the
     * class that refers to it. Executors and encodings declare it. For the version at run time, use {@link #version}.
     */
    public static final int VERSION = 6;

    private Isa() {}

    /**
     * {@return the version of the instruction set} It grows with every change to {@link Op}, {@link Format} or their
     * meaning. Stored code, executors and encodings of another version are refused. From the first release on, codes
     * are append-only.
     */
    public static int version() {
        return VERSION;
    }
}
