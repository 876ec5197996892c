package org.wasmi.exec;

import org.wasmi.encoding.program.Program;
import org.wasmi.exec.internal.store.HostApi;
import org.wasmi.exec.runtime.InstanceImage;
import org.wasmi.exec.runtime.InstanceState;
import org.wasmi.exec.runtime.Instantiation;

/**
 * The state of an instance at some time, from which any number of instances can begin. So a guest with a long
 * initialization needs to run it only once. Made by {@link Instance#snapshot}. Immutable and thread-safe; independent
 * of the instance, its store and its engine.
 *
 * <p>It holds the contents of memories, tables and globals, and which segments have been dropped. Blocks of 4 KiB that
 * are zero take no room. Imported memories, tables and mutable globals are included: a new instance has its own, even
 * if the first one shared them, and the linker does not define them. Functions and immutable globals are linked again.
 *
 * <p>References to functions of the instance's index space become references to the functions of the same index.
 * Objects of the host are the same ones in all instances. A snapshot does not include suspended calls, nor what the
 * host keeps for a guest, such as open files.
 *
 * <p>An instance costs a new array for each memory, up to the last block that is kept: cleared where it was zero,
 * copied elsewhere.
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

    /** {@return the number of bytes of memories that this keeps} */
    @Override
    public long memoryBytes() {
        return super.memoryBytes();
    }

    @Override
    protected void reset(InstanceState instance) {
        super.reset(instance);
    }

    /**
     * Makes an instance in this state. No segment is copied and the start function does not run: that has been done,
     * unless the snapshot is of an instance that had not been started, in which case {@link Instance#start} does it.
     *
     * @param store where it will belong
     * @param linker what it imports
     * @return the instance
     * @throws org.wasmi.encoding.error.LinkException if imports are missing or do not match; the message lists all of
     *     them
     * @throws org.wasmi.encoding.error.ResourceException if a table or memory exceeds a limit
     * @throws IllegalArgumentException if an import would be something of another store
     * @throws IllegalStateException if the store is closed or in use by another thread
     */
    public Instance instantiate(Store store, Linker linker) {
        LinkedProgram linked = linker.link(program(), type -> !holds(type));
        int entered = store.enter();
        try {
            Instance instance = new Instance(store, program());
            new Instantiation(HostApi.KEY, instance, store.machines(), linked.importsIn(store)).restore(this);
            return instance;
        } finally {
            store.exit(entered);
        }
    }
}
