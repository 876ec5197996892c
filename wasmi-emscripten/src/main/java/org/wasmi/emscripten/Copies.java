package org.wasmi.emscripten;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies of texts and bytes in the guest's memory for the time of a call: small ones on the guest's stack, as
 * JavaScript's {@code ccall} has them, if the program lets its stack be used, and others on its heap.
 */
final class Copies implements AutoCloseable {
    private static final int MAX_ON_STACK = 4_096;
    private static final int ALIGN = 16;

    private final Guest guest;
    private final boolean hasStack;
    private final boolean hasHeap;
    private final int stack;
    private final List<Integer> blocks = new ArrayList<>();
    private int onStack;

    Copies(Guest guest) {
        this.guest = guest;
        hasStack = guest.stackAllocate().isPresent()
                && guest.stackRestore().isPresent()
                && guest.stackSave().isPresent();
        hasHeap = guest.helper("malloc").isPresent() && guest.helper("free").isPresent();
        stack = hasStack ? guest.stackSave().orElseThrow().call().i32(0) : 0;
    }

    int text(String text) {
        return bytes((text + "\0").getBytes(StandardCharsets.UTF_8));
    }

    int bytes(byte[] contents) {
        int address = room(Math.max(1, contents.length));
        guest.memory().putBytes(address, contents);
        return address;
    }

    /** {@return the address of some bytes, whose contents are undefined} */
    int room(int bytes) {
        if (hasStack && (!hasHeap || bytes <= MAX_ON_STACK - onStack)) {
            int size = (bytes + ALIGN - 1) / ALIGN * ALIGN;
            onStack += size;
            return guest.stackAllocate().orElseThrow().passI32(0, size).call().i32(0);
        }
        int block = guest.allocate(bytes);
        blocks.add(block);
        return block;
    }

    /** Frees the copies. The guest may have ended by an exception: then its stack is as it was before, too. */
    @Override
    public void close() {
        for (int block : blocks) {
            guest.free(block);
        }
        if (hasStack) {
            guest.stackRestore().orElseThrow().passI32(0, stack).call();
        }
    }
}
