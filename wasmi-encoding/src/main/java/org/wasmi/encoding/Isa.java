package org.wasmi.encoding;

/** Facts about the instruction set as a whole. */
public final class Isa {
    /**
     * The version of the instruction set. It grows with every change of {@link Op}, {@link Format} or their meaning; stored
     * code of another version is refused. From the first release on, codes are append-only.
     */
    public static final int VERSION = 3;

    private Isa() {}
}
