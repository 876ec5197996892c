package org.wasmi.exec;

import java.util.Objects;

/**
 * What an engine is made with.
 *
 * @param executor the name of the executor that runs functions, see {@link Executors}
 * @param maxCallDepth how many calls of guest functions may nest, from 1; one more is a trap
 * @param maxStackSlots the size of the value stack of a store in slots of 64 bits, from 1 to 2^28; it grows up to that as
 *     needed, one more is a trap
 * @param maxHostDepth how many calls from the host into guests may nest within one another, from 1; one more is a trap.
 *     Each takes some of the thread's Java stack.
 * @param maxMemoryPages how many pages of 64 KiB a memory may have, up to {@link #MAX_MEMORY_PAGES}
 * @param maxTableElements how many elements a table may have
 */
public record EngineConfig(
        String executor,
        int maxCallDepth,
        int maxStackSlots,
        int maxHostDepth,
        int maxMemoryPages,
        int maxTableElements) {

    /** The most pages that a memory can have here: what fits into one Java array. */
    public static final int MAX_MEMORY_PAGES = 32_767;

    /**
     * The configuration for most uses: the reference executor, 100,000 nested calls, 2^21 slots (24 MiB when fully grown),
     * 200 nested calls from the host, memories of up to 2 GiB less a page and tables of up to 10,000,000 elements.
     */
    public static final EngineConfig DEFAULT =
            new EngineConfig(Executors.SWITCH, 100_000, 1 << 21, 200, MAX_MEMORY_PAGES, 10_000_000);

    private static final int MAX_STACK_SLOTS = 1 << 28;

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    public EngineConfig {
        Objects.requireNonNull(executor, "executor");
        check("maxCallDepth", maxCallDepth, 1, Integer.MAX_VALUE / 4);
        check("maxStackSlots", maxStackSlots, 1, MAX_STACK_SLOTS);
        check("maxHostDepth", maxHostDepth, 1, Integer.MAX_VALUE);
        check("maxMemoryPages", maxMemoryPages, 0, MAX_MEMORY_PAGES);
        check("maxTableElements", maxTableElements, 0, Integer.MAX_VALUE - 8);
    }

    private static void check(String what, int value, int least, int greatest) {
        if (value < least || value > greatest) {
            throw new IllegalArgumentException(
                    what + " is " + value + " but must be from " + least + " to " + greatest);
        }
    }

    /** {@return this configuration with another executor} */
    public EngineConfig withExecutor(String name) {
        return new EngineConfig(name, maxCallDepth, maxStackSlots, maxHostDepth, maxMemoryPages, maxTableElements);
    }

    /** {@return this configuration with another limit of nested guest calls} */
    public EngineConfig withMaxCallDepth(int calls) {
        return new EngineConfig(executor, calls, maxStackSlots, maxHostDepth, maxMemoryPages, maxTableElements);
    }

    /** {@return this configuration with another limit of the value stack} */
    public EngineConfig withMaxStackSlots(int slots) {
        return new EngineConfig(executor, maxCallDepth, slots, maxHostDepth, maxMemoryPages, maxTableElements);
    }

    /** {@return this configuration with another limit of nested calls from the host} */
    public EngineConfig withMaxHostDepth(int calls) {
        return new EngineConfig(executor, maxCallDepth, maxStackSlots, calls, maxMemoryPages, maxTableElements);
    }

    /** {@return this configuration with another limit of a memory's pages} */
    public EngineConfig withMaxMemoryPages(int pages) {
        return new EngineConfig(executor, maxCallDepth, maxStackSlots, maxHostDepth, pages, maxTableElements);
    }

    /** {@return this configuration with another limit of a table's elements} */
    public EngineConfig withMaxTableElements(int elements) {
        return new EngineConfig(executor, maxCallDepth, maxStackSlots, maxHostDepth, maxMemoryPages, elements);
    }
}
