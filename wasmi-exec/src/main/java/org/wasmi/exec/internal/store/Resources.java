package org.wasmi.exec.internal.store;

import org.wasmi.encoding.error.ResourceException;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;

/** What the guests of one store have taken, and whether there may be more. */
public final class Resources {
    private final Limits limits;
    private long memoryBytes;
    private long tableElements;
    private long instances;
    private long memories;
    private long tables;

    public Resources(Limits limits) {
        this.limits = limits;
    }

    public Limits limits() {
        return limits;
    }

    public long memoryBytes() {
        return memoryBytes;
    }

    public long tableElements() {
        return tableElements;
    }

    /**
     * Counts an instance.
     *
     * @throws ResourceException if that is one too many
     */
    public void addInstance() {
        limits.instances().check(instances + 1);
        instances++;
    }

    /**
     * Checks that there may be one more memory.
     *
     * @throws ResourceException if that is one too many, or too many bytes
     */
    public void checkMemory(long bytes) {
        limits.memories().check(memories + 1);
        limits.memoryBytes().check(bytes);
        limits.allMemoryBytes().check(memoryBytes + bytes);
    }

    /** Counts a memory. */
    public void addMemory(long bytes) {
        memories++;
        memoryBytes += bytes;
    }

    /**
     * Checks that there may be one more table.
     *
     * @throws ResourceException if that is one too many, or too many elements
     */
    public void checkTable(long elements) {
        limits.tables().check(tables + 1);
        limits.tableElements().check(elements);
        limits.allTableElements().check(tableElements + elements);
    }

    /** Counts a table. */
    public void addTable(long elements) {
        tables++;
        tableElements += elements;
    }

    /** {@return whether all memories together may have so many more bytes} */
    public boolean hasMemory(long more) {
        return more <= limits.allMemoryBytes().most() - memoryBytes;
    }

    /**
     * Checks that what there is may change.
     *
     * @param moreBytes by how many bytes of memories, less than 0 for fewer
     * @param moreElements by how many elements of tables, less than 0 for fewer
     * @throws ResourceException if there are too many then
     */
    public void checkChange(long moreBytes, long moreElements) {
        limits.allMemoryBytes().check(memoryBytes + moreBytes);
        limits.allTableElements().check(tableElements + moreElements);
    }

    /** Counts bytes by which a memory has grown; less than 0 if it has been made smaller. */
    public void growMemory(long more) {
        memoryBytes += more;
    }

    /** {@return whether all tables together may have so many more elements} */
    public boolean hasTable(long more) {
        return more <= limits.allTableElements().most() - tableElements;
    }

    /** Counts elements by which a table has grown; less than 0 if it has been made smaller. */
    public void growTable(long more) {
        tableElements += more;
    }

    /**
     * {@return -1, the result of a growth that fails}
     *
     * @throws TrapException with {@link Trap#GROWTH_FAILED} if that is what the limits want instead
     */
    public int growthFailed(String what) {
        if (limits.trapOnGrowth()) {
            throw new TrapException(Trap.GROWTH_FAILED, what);
        }
        return -1;
    }
}
