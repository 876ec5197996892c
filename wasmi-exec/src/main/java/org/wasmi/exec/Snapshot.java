package org.wasmi.exec;

import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.ExternType;
import org.wasmi.exec.internal.store.HostApi;
import org.wasmi.exec.runtime.InstanceImage;
import org.wasmi.exec.runtime.InstanceState;

/**
 * The state of an instance at some time, from which any number of instances can begin. So a guest with a long
 * initialization needs to run it only once. Made by {@link Instance#snapshot}, and
 * instantiated by {@link Linker#instantiate(Store, Snapshot)}. Immutable and thread-safe; independent
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
    Snapshot(InstanceState instance) {
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

    /** {@return whether an import of a type is linked, since a snapshot does not hold such things} */
    static boolean isLinked(ExternType type) {
        return !holds(type);
    }
}
