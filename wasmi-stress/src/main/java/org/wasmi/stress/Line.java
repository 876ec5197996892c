package org.wasmi.stress;

import java.util.concurrent.atomic.AtomicInteger;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.exec.Engine;
import org.wasmi.exec.Memory;
import org.wasmi.exec.SharedMemory;
import org.wasmi.exec.runtime.AtomicAccess;

/**
 * The 64 bytes of a shared memory, zero at first, that two threads work on in one run of a test. Far more are there
 * than runs are going on at once, so that each has its own.
 */
abstract class Line {
    private static final int BYTES = 64;
    private static final int LINES = 1 << 17;
    private static final MemoryType TYPE =
            new MemoryType(Limits.between(LINES * BYTES / MemoryType.PAGE_SIZE, 200)).withShared(true);

    private static final Engine ENGINE = Engine.create();
    private static final SharedMemory SHARED = SharedMemory.create(ENGINE, TYPE);
    private static final AtomicInteger NEXT = new AtomicInteger();

    /** The memory as the first thread has it, and as the second has it. */
    static final Memory ONE = SHARED.in(ENGINE.newStore());

    static final Memory TWO = SHARED.in(ENGINE.newStore());

    /** The first of the bytes. */
    final int at = NEXT.getAndIncrement() % LINES * BYTES;

    Line() {
        for (int i = 0; i < BYTES; i += Long.BYTES) {
            AtomicAccess.store(ONE, at + i, 0, Long.BYTES, 0);
        }
    }
}
