package org.wasmi.exec.internal.store;

import org.wasmi.encoding.error.ResourceException;

/**
 * How much the guests of a store may take. Not a record, since Javadoc of JDK 17 fails on one in the signature of a
 * class that is exported.
 */
public final class Limits {
    private final int callDepth;
    private final int stackSlots;
    private final int hostDepth;
    private final Limit memoryBytes;
    private final Limit allMemoryBytes;
    private final Limit tableElements;
    private final Limit allTableElements;
    private final Limit arrayElements;
    private final Limit instances;
    private final Limit memories;
    private final Limit tables;
    private final boolean trapOnGrowth;

    /**
     * Makes limits.
     *
     * @param callDepth calls of guest functions within one another
     * @param stackSlots slots of the value stack
     * @param hostDepth calls from the host into guests within one another
     * @param memoryBytes bytes of one memory
     * @param allMemoryBytes bytes of all memories together
     * @param tableElements elements of one table
     * @param allTableElements elements of all tables together
     * @param arrayElements elements of one array of a guest
     * @param instances instances
     * @param memories memories
     * @param tables tables
     * @param trapOnGrowth whether a growth that fails is a trap
     */
    public Limits(
            int callDepth,
            int stackSlots,
            int hostDepth,
            Limit memoryBytes,
            Limit allMemoryBytes,
            Limit tableElements,
            Limit allTableElements,
            Limit arrayElements,
            Limit instances,
            Limit memories,
            Limit tables,
            boolean trapOnGrowth) {
        this.callDepth = callDepth;
        this.stackSlots = stackSlots;
        this.hostDepth = hostDepth;
        this.memoryBytes = memoryBytes;
        this.allMemoryBytes = allMemoryBytes;
        this.tableElements = tableElements;
        this.allTableElements = allTableElements;
        this.arrayElements = arrayElements;
        this.instances = instances;
        this.memories = memories;
        this.tables = tables;
        this.trapOnGrowth = trapOnGrowth;
    }

    /** {@return calls of guest functions within one another} */
    public int callDepth() {
        return callDepth;
    }

    /** {@return slots of the value stack} */
    public int stackSlots() {
        return stackSlots;
    }

    /** {@return calls from the host into guests within one another} */
    public int hostDepth() {
        return hostDepth;
    }

    /** {@return bytes of one memory} */
    public Limit memoryBytes() {
        return memoryBytes;
    }

    /** {@return bytes of all memories together} */
    public Limit allMemoryBytes() {
        return allMemoryBytes;
    }

    /** {@return elements of one table} */
    public Limit tableElements() {
        return tableElements;
    }

    /** {@return elements of all tables together} */
    public Limit allTableElements() {
        return allTableElements;
    }

    /** {@return elements of one array of a guest} */
    public Limit arrayElements() {
        return arrayElements;
    }

    /** {@return instances} */
    public Limit instances() {
        return instances;
    }

    /** {@return memories} */
    public Limit memories() {
        return memories;
    }

    /** {@return tables} */
    public Limit tables() {
        return tables;
    }

    /** {@return whether a growth that fails is a trap} */
    public boolean trapOnGrowth() {
        return trapOnGrowth;
    }

    /**
     * A limit with its name.
     *
     * @param name what is limited, in words
     * @param most the most there may be
     */
    public record Limit(String name, long most) {

        /**
         * Checks an amount.
         *
         * @throws ResourceException if it is above the limit; the message names the limit, its value and the amount
         */
        public void check(long amount) {
            if (amount > most) {
                throw new ResourceException("limit on " + name + " exceeded: " + amount + " of at most " + most);
            }
        }
    }
}
