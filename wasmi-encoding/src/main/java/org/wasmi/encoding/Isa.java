package org.wasmi.encoding;

/** Facts about the instruction set as a whole. */
public final class Isa {
    /**
     * The version of the instruction set that a class was compiled for: javac writes its value into the class that
     * refers to it. So it is what executors and encodings declare; to ask which version is there, use {@link #version}.
     */
    public static final int VERSION = 4;

    private Isa() {}

    /**
     * {@return the version of the instruction set} It grows with every change of {@link Op}, {@link Format} or their
     * meaning; stored code, executors and encodings of another version are refused. From the first release on, codes
     * are append-only.
     */
    public static int version() {
        return VERSION;
    }
}
