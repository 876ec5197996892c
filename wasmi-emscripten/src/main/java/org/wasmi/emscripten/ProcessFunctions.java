package org.wasmi.emscripten;

import static org.wasmi.encoding.type.NumType.I32;

import org.wasmi.exec.HostCall;
import org.wasmi.exec.HostFunction;
import org.wasmi.exec.Memory;
import org.wasmi.wasi.Wasi;

/** How guests end, and what little else they ask of a process. */
final class ProcessFunctions {
    private static final int MAX_TEXT = 4096;
    private static final int NOSYS = 52;

    private final Guest guest;
    private final HostFunction exit;

    ProcessFunctions(Guest guest, Wasi system) {
        this.guest = guest;
        HostFunction.Typed function = system.functions().get("proc_exit");
        if (function == null) {
            throw new IllegalStateException("WASI without proc_exit");
        }
        exit = function.body();
    }

    void define(Library library) {
        library.define("exit", exit, I32);
        library.define("_exit", exit, I32);
        library.define("emscripten_force_exit", exit, I32);
        library.define("abort", ProcessFunctions::abort);
        library.define("_abort_js", ProcessFunctions::abort);
        library.define("__assert_fail", this::assertion, I32, I32, I32, I32);
        library.define("_emscripten_runtime_keepalive_clear", call -> {});
        library.define("emscripten_runtime_keepalive_push", call -> {});
        library.define("emscripten_runtime_keepalive_pop", call -> {});
        library.defineInt("_emscripten_system", call -> call.returnI32(call.i32(0) == 0 ? 0 : -NOSYS), I32);
        library.defineAny("_mmap_js", call -> call.returnI32(-NOSYS));
        library.defineAny("_munmap_js", call -> call.returnI32(-NOSYS));
        library.defineAny("_msync_js", call -> call.returnI32(-NOSYS));
    }

    private static void abort(HostCall call) {
        throw new AbortException("the guest aborted");
    }

    private void assertion(HostCall call) {
        String file = text(guest, call.i32(1), "unknown file");
        String function = text(guest, call.i32(3), "unknown function");
        throw new AbortException("assertion failed: " + text(guest, call.i32(0), "") + ", at " + file + ":"
                + call.i32(2) + " in " + function);
    }

    /** {@return a text of the guest's, or as much of it as is of use} */
    static String text(Guest guest, int address, String ifNull) {
        return address == 0 ? ifNull : text(guest.memory(), address);
    }

    static String text(Memory memory, int address) {
        long start = Integer.toUnsignedLong(address);
        long room = Math.max(0, Math.min(MAX_TEXT, memory.size() - start));
        long length = 0;
        while (length < room && memory.getByte(start + length) != 0) {
            length++;
        }
        return length == 0 ? "" : memory.getUtf8(start, length);
    }
}
