package org.wasmi.exec;

import org.wasmi.exec.internal.memory.ArrayStorage;

/**
 * What {@link StoreLimits} limits. Each row has the value of {@link StoreLimits#DEFAULT}, that of
 * {@link StoreLimits#STRICT}, and the range that values can have.
 */
public enum StoreLimit {
    /** Calls of guest functions within one another; one more is a trap. Default 100,000; strict 10,000. */
    CALL_DEPTH("nested calls", 100_000, 10_000, 1, Integer.MAX_VALUE / 4),
    /**
     * Slots of 64 bits of the value stack, which grows up to that as needed; one more is a trap. Default 2,097,152;
     * strict 131,072.
     */
    STACK_SLOTS("slots of the value stack", 1 << 21, 1 << 17, 1, 1 << 28),
    /**
     * Calls from the host into guests within one another, each of which takes some of the Java stack; one more is a
     * trap. Default 200; strict 50.
     */
    HOST_DEPTH("nested calls from the host", 200, 50, 1, Integer.MAX_VALUE),
    /**
     * Bytes of one memory, of which whole pages of 64 KiB count. Default 2,147,418,112 (32,767 pages, what one Java
     * array holds); strict 67,108,864. If it is above the default, memories that may come to have more are slower, see
     * {@link Memory}.
     */
    MEMORY_BYTES("bytes of a memory", ArrayStorage.MAX_BYTES, 64 << 20, 0, StoreLimits.MAX_MEMORY_BYTES),
    /** Bytes of all memories together. Default 16 GiB; strict 64 MiB. */
    TOTAL_MEMORY_BYTES("bytes of all memories", 16L << 30, 64 << 20, 0, Long.MAX_VALUE),
    /** Elements of one table. Default 10,000,000; strict 100,000. */
    TABLE_ELEMENTS("elements of a table", 10_000_000, 100_000, 0, Integer.MAX_VALUE - 8),
    /** Elements of all tables together. Default 100,000,000; strict 100,000. */
    TOTAL_TABLE_ELEMENTS("elements of all tables", 100_000_000, 100_000, 0, Long.MAX_VALUE),
    /** Elements of one array of a guest. Default 10,000,000; strict 100,000. */
    ARRAY_ELEMENTS("elements of an array", 10_000_000, 100_000, 0, (Integer.MAX_VALUE - 8) / 2),
    /** Instances. Default 1,000,000; strict 100. */
    INSTANCES("instances", 1_000_000, 100, 0, Long.MAX_VALUE),
    /** Memories, those of the host included. Default 1,000,000; strict 100. */
    MEMORIES("memories", 1_000_000, 100, 0, Long.MAX_VALUE),
    /** Tables, those of the host included. Default 1,000,000; strict 100. */
    TABLES("tables", 1_000_000, 100, 0, Long.MAX_VALUE);

    private final String description;
    private final long usual;
    private final long strict;
    private final long least;
    private final long greatest;

    StoreLimit(String description, long usual, long strict, long least, long greatest) {
        this.description = description;
        this.usual = usual;
        this.strict = strict;
        this.least = least;
        this.greatest = greatest;
    }

    long usual() {
        return usual;
    }

    long strict() {
        return strict;
    }

    void check(long value) {
        if (value < least || value > greatest) {
            throw new IllegalArgumentException(
                    "the limit on " + this + " must be from " + least + " to " + greatest + ", not " + value);
        }
    }

    /** {@return what is limited, in words} */
    @Override
    public String toString() {
        return description;
    }
}
