package org.wasmi.emscripten;

import static org.wasmi.encoding.type.NumType.I32;

import org.wasmi.exec.HostCall;
import org.wasmi.exec.Memory;

/** The guest's memory: growth, and copies from before {@code memory.copy}. */
final class HeapFunctions {
    private static final long PAGE = 65_536;
    private static final long MAX_BYTES = 1L << 31;
    private static final int CHUNK = 1 << 16;
    private static final int BYTES_PER_UNIT = 64;

    private final Guest guest;

    HeapFunctions(Guest guest) {
        this.guest = guest;
    }

    void define(Library library) {
        library.defineInt("emscripten_resize_heap", this::resize, I32);
        library.defineInt("emscripten_get_heap_max", call -> call.returnI32((int) MAX_BYTES));
        library.define("emscripten_notify_memory_growth", call -> {}, I32);
        for (String name : new String[] {"emscripten_memcpy_big", "emscripten_memcpy_js", "_emscripten_memcpy_js"}) {
            library.define(name, this::copy, I32, I32, I32);
            library.defineInt(
                    name,
                    call -> {
                        copy(call);
                        call.returnI32(call.i32(0));
                    },
                    I32,
                    I32,
                    I32);
        }
        library.defineInt("getTempRet0", call -> call.returnI32(guest.high));
        library.define("setTempRet0", call -> guest.high = call.i32(0), I32);
    }

    /** Grows the memory to at least the size, by a fifth if there is room for that. */
    private void resize(HostCall call) {
        Memory memory = guest.memory();
        long wanted = Integer.toUnsignedLong(call.i32(0));
        long more = Math.max(wanted, memory.size() + memory.size() / 5) - memory.size();
        call.returnI32(wanted <= MAX_BYTES && (grow(memory, more) || grow(memory, wanted - memory.size())) ? 1 : 0);
    }

    private static boolean grow(Memory memory, long bytes) {
        return bytes <= 0 || memory.grow((bytes + PAGE - 1) / PAGE) >= 0;
    }

    private void copy(HostCall call) {
        Memory memory = guest.memory();
        long target = Integer.toUnsignedLong(call.i32(0));
        long source = Integer.toUnsignedLong(call.i32(1));
        long count = Integer.toUnsignedLong(call.i32(2));
        byte[] chunk = new byte[(int) Math.min(CHUNK, count)];
        boolean backwards = source < target;
        for (long done = 0; done < count; ) {
            int length = (int) Math.min(chunk.length, count - done);
            long at = backwards ? count - done - length : done;
            call.consumeFuel(length / BYTES_PER_UNIT + 1);
            call.store().checkpoint();
            memory.read(source + at, chunk, 0, length);
            memory.write(target + at, chunk, 0, length);
            done += length;
        }
    }
}
