package org.wasmi.emscripten;

import static org.wasmi.encoding.type.NumType.I32;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.wasmi.exec.HostCall;
import org.wasmi.exec.Value;
import org.wasmi.exec.WasmFunction;

/**
 * What programs ask for that were built with {@code -pthread}. They run on one thread: each attempt to create another
 * fails as it does where the system has no more.
 */
final class ThreadFunctions {
    private static final int EAGAIN = 6;
    private static final int STACK_BYTES = 65_536;

    private final Guest guest;

    ThreadFunctions(Guest guest) {
        this.guest = guest;
    }

    void define(Library library) {
        library.define("__emscripten_init_main_thread_js", this::initialize, I32);
        library.define("_emscripten_init_main_thread_js", this::initialize, I32);
        library.define("emscripten_check_blocking_allowed", call -> {});
        library.define("__emscripten_thread_cleanup", call -> {}, I32);
        library.define("_emscripten_thread_cleanup", call -> {}, I32);
        library.define("_emscripten_thread_mailbox_await", call -> {}, I32);
        library.define("_emscripten_thread_set_strongref", call -> {}, I32);
        library.defineInt("emscripten_num_logical_cores", call -> call.returnI32(1));
        library.defineInt("_emscripten_default_pthread_stack_size", call -> call.returnI32(STACK_BYTES));
        library.defineInt("__pthread_create_js", call -> call.returnI32(EAGAIN), I32, I32, I32, I32);
    }

    /** Makes the caller the main thread. Newer versions have more parameters, the stack's size among them. */
    private void initialize(HostCall call) {
        Value[] arguments = IntStream.of(call.i32(0), 1, 1, 1, STACK_BYTES, 0)
                .mapToObj(Value::i32)
                .toArray(Value[]::new);
        guest.exported("_emscripten_thread_init").ifPresent(function -> {
            int count = Math.min(function.type().params().size(), arguments.length);
            function.call(Arrays.copyOf(arguments, count));
        });
        guest.exported("_emscripten_tls_init").ifPresent(WasmFunction::call);
    }
}
