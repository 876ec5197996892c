package org.wasmi.bench.compare;

/** An instance of a module that an engine runs, for {@link Replay}. Values are bits, also of floats. */
interface Guest {

    /** A module that an engine has compiled or otherwise made ready. */
    @FunctionalInterface
    interface Maker {
        /** {@return a new instance, with the imports of a recording served by a host} */
        Guest make(Recording recording, Host host);
    }

    /** What serves the imports of a module. */
    @FunctionalInterface
    interface Host {
        /** {@return the result, or 0 if there is none} */
        long call(Recording.Function function, long[] arguments);
    }

    /** {@return the result of an export, or 0 if it has none} */
    long call(Recording.Function export, long[] arguments);

    /** Writes into memory 0. */
    void write(int address, byte[] bytes);

    /** Grows memory 0 by some pages. */
    void grow(int pages);

    /** {@return the bytes of memory 0} */
    byte[] memory();
}
