package org.wasmi.exec;

import org.wasmi.encoding.error.ResourceException;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;

/** What the guests of one store have taken, and whether there may be more. */
final class Resources {
    private final StoreLimits limits;
    private long memoryBytes;
    private long tableElements;
    private long instances;
    private long memories;
    private long tables;

    Resources(StoreLimits limits) {
        this.limits = limits;
    }

    StoreLimits limits() {
        return limits;
    }

    long memoryBytes() {
        return memoryBytes;
    }

    /**
     * Counts an instance.
     *
     * @throws ResourceException if that is one too many
     */
    void addInstance() {
        limits.check(StoreLimit.INSTANCES, instances + 1);
        instances++;
    }

    /**
     * Checks that there may be one more memory.
     *
     * @throws ResourceException if that is one too many, or too many bytes
     */
    void checkMemory(long bytes) {
        limits.check(StoreLimit.MEMORIES, memories + 1);
        limits.check(StoreLimit.MEMORY_BYTES, bytes);
        limits.check(StoreLimit.TOTAL_MEMORY_BYTES, memoryBytes + bytes);
    }

    /** Counts a memory. */
    void addMemory(long bytes) {
        memories++;
        memoryBytes += bytes;
    }

    /**
     * Checks that there may be one more table.
     *
     * @throws ResourceException if that is one too many, or too many elements
     */
    void checkTable(long elements) {
        limits.check(StoreLimit.TABLES, tables + 1);
        limits.check(StoreLimit.TABLE_ELEMENTS, elements);
        limits.check(StoreLimit.TOTAL_TABLE_ELEMENTS, tableElements + elements);
    }

    /** Counts a table. */
    void addTable(long elements) {
        tables++;
        tableElements += elements;
    }

    /** {@return whether all memories together may have so many more bytes} */
    boolean hasMemory(long more) {
        return more <= limits.of(StoreLimit.TOTAL_MEMORY_BYTES) - memoryBytes;
    }

    /**
     * Checks that what there is may change.
     *
     * @param moreBytes by how many bytes of memories, less than 0 for fewer
     * @param moreElements by how many elements of tables, less than 0 for fewer
     * @throws ResourceException if there are too many then
     */
    void checkChange(long moreBytes, long moreElements) {
        limits.check(StoreLimit.TOTAL_MEMORY_BYTES, memoryBytes + moreBytes);
        limits.check(StoreLimit.TOTAL_TABLE_ELEMENTS, tableElements + moreElements);
    }

    /** Counts bytes by which a memory has grown; less than 0 if it has been made smaller. */
    void growMemory(long more) {
        memoryBytes += more;
    }

    /** {@return whether all tables together may have so many more elements} */
    boolean hasTable(long more) {
        return more <= limits.of(StoreLimit.TOTAL_TABLE_ELEMENTS) - tableElements;
    }

    /** Counts elements by which a table has grown; less than 0 if it has been made smaller. */
    void growTable(long more) {
        tableElements += more;
    }

    /**
     * {@return -1, the result of a growth that fails}
     *
     * @throws TrapException with {@link Trap#GROWTH_FAILED} if that is what the limits want instead
     */
    int growthFailed(String what) {
        if (limits.trapOnGrowth()) {
            throw new TrapException(Trap.GROWTH_FAILED, what);
        }
        return -1;
    }
}
