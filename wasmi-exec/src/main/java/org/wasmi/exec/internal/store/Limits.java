package org.wasmi.exec.internal.store;

import org.wasmi.encoding.error.ResourceException;

/**
 * How much the guests of a store may take.
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
public record Limits(
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
