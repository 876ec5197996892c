package org.wasmi.exec.runtime;

import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;

/**
 * Thrown where an instruction needs bytes that the array of a memory does not have: either nothing has touched them
 * before, or they are beyond the memory's end. An executor lets it pass like a trap, with the position of the
 * instruction saved. The {@link Machine} then makes room and runs the executor again, from that instruction on, or
 * throws the trap. So instructions must not have any effect before.
 */
public final class MemoryFault extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The memory; null for memory 0 of the instance of the frame on top. */
    private final transient @Nullable MemoryState memory;

    private final long address;
    private final long length;

    MemoryFault(@Nullable MemoryState memory, long address, long length) {
        super("fault", null, false, false);
        this.memory = memory;
        this.address = address;
        this.length = length;
    }

    /**
     * Makes room, for the instruction to be executed again. For executors whose frame is not on the machine, which must
     * not let this pass.
     *
     * @param instance the instance of the frame, whose memory 0 it is if nothing else is known
     * @throws org.wasmi.encoding.error.TrapException if the bytes are not within the memory
     * @throws org.wasmi.encoding.error.ResourceException if the JVM has no room
     */
    public void resolve(InstanceState instance) {
        if (memory != null) {
            memory.require(address, length);
        } else if (instance.memoryCount() > 0) {
            instance.memoryAt(0).require(address, length);
        } else {
            throw new TrapException(Trap.MEMORY_OUT_OF_BOUNDS, "there is no memory");
        }
    }

    @Override
    public String getMessage() {
        return length + " bytes at address " + Long.toUnsignedString(address) + " of a memory";
    }
}
