package org.wasmi.exec;

import org.wasmi.encoding.program.Program;
import org.wasmi.exec.internal.store.HostApi;
import org.wasmi.exec.runtime.InstanceImage;

/**
 * The state of an instance at a moment, from which any number of instances can begin: so a guest that has much to do at
 * first does it once. Made by {@link Instance#snapshot}. Immutable and thread-safe; independent of the instance, its store
 * and its engine.
 *
 * <p>It holds the contents of memories, of which blocks of 4 KiB that are zero take no room, of tables and of globals, and
 * which segments have been dropped. Memories, tables and mutable globals that are imported are among them: a new instance
 * has all of these for itself, whether or not the first one shared some, and they are not asked of the linker. Functions and
 * immutable globals are linked again.
 *
 * <p>References to functions of the instance's index space become references to the functions of the same index. Objects of
 * the host are the same ones in all instances. What else the host knows of a guest, such as the files that it has opened, is
 * not part of a snapshot, and neither are calls that are suspended.
 *
 * <p>To make an instance costs a new array for each memory, up to the last block that is kept, cleared where that was zero and
 * copied where it was not.
 */
public final class Snapshot extends InstanceImage {

    /** Takes the state of an instance; see {@link Instance#snapshot} for when that cannot be. */
    Snapshot(Instance instance) {
        super(HostApi.KEY, instance);
    }

    /** {@return the program of the instances} */
    @Override
    public Program program() {
        return super.program();
    }

    /** {@return the bytes of memories that this keeps} */
    @Override
    public long memoryBytes() {
        return super.memoryBytes();
    }

    /**
     * Makes an instance in this state. No segment is copied and the start function does not run: that has been done, unless the
     * snapshot is of an instance that had not been started, in which case {@link Instance#start} does it.
     *
     * @param store where it will belong
     * @param linker what it imports
     * @return the instance
     * @throws org.wasmi.encoding.error.LinkException if imports are missing or do not match; the message lists all of them
     * @throws org.wasmi.encoding.error.ResourceException if a table or memory exceeds a limit
     * @throws IllegalArgumentException if an import would be something of another store
     * @throws IllegalStateException if the store is closed or in use by another thread
     */
    public Instance instantiate(Store store, Linker linker) {
        LinkedProgram linked = linker.link(program(), type -> !holds(type));
        int entered = store.enter();
        try {
            Instance instance = new Instance(store, program());
            instance.restore(this, linked.importsIn(store));
            return instance;
        } finally {
            store.exit(entered);
        }
    }
}
