package org.wasmi.emscripten;

import static org.wasmi.encoding.type.NumType.I32;

import java.util.ArrayDeque;
import java.util.Deque;
import org.wasmi.exec.HostCall;
import org.wasmi.exec.HostFunction;
import org.wasmi.exec.Invocation;
import org.wasmi.exec.Memory;

/**
 * Exceptions of C++ in modules that were built for exceptions through JavaScript: {@code __cxa_*}. Before each thrown
 * object lies a header of 24 bytes: references, type, destructor, whether it is caught and rethrown, and the address
 * that the handler gets. Modules with exceptions of WebAssembly need none of this.
 */
final class ExceptionFunctions {
    private static final int HEADER = 24;
    private static final int TYPE = 4;
    private static final int DESTRUCTOR = 8;
    private static final int CAUGHT = 12;
    private static final int RETHROWN = 13;
    private static final int ADJUSTED = 16;
    private static final int TYPE_NAME = 4;
    /** The most handlers that may be running: guests that begin them and end none must not fill the heap. */
    private static final int MAX_CAUGHT = 100_000;

    private final Guest guest;
    private final Deque<Integer> caught = new ArrayDeque<>();
    /** The exception on its way, 0 for none. */
    private int last;

    private int uncaught;

    ExceptionFunctions(Guest guest) {
        this.guest = guest;
    }

    void define(Library library) {
        library.define("__cxa_throw", this::raise, I32, I32, I32);
        library.define("__cxa_rethrow", this::raiseAgain);
        library.defineInt("__cxa_current_primary_exception", this::current);
        library.define("__cxa_rethrow_primary_exception", this::raisePrimary, I32);
        library.define("__resumeException", this::resume, I32);
        library.defineInt("__cxa_begin_catch", this::begin, I32);
        library.define("__cxa_end_catch", this::end);
        library.defineInt(
                "__cxa_get_exception_ptr", call -> call.returnI32(adjusted(guest.memory(), call.i32(0))), I32);
        library.defineInt("__cxa_uncaught_exceptions", call -> call.returnI32(uncaught));
        library.defineInt("__cxa_uncaught_exception", call -> call.returnI32(uncaught > 0 ? 1 : 0));
        library.defineInt("llvm_eh_typeid_for", call -> call.returnI32(call.i32(0)), I32);
        library.defineInt("__cxa_allocate_exception", this::allocate, I32);
        library.define("__cxa_increment_exception_refcount", call -> count(call.i32(0), 1), I32);
        library.define("__cxa_decrement_exception_refcount", call -> count(call.i32(0), -1), I32);
    }

    /** {@return {@code __cxa_find_matching_catch_*}, of which there is one for each number of types} */
    HostFunction find() {
        return this::find;
    }

    private static long header(int exception) {
        return Integer.toUnsignedLong(exception - HEADER);
    }

    private static int adjusted(Memory memory, int exception) {
        int pointer = memory.getInt(header(exception) + ADJUSTED);
        return pointer == 0 ? exception : pointer;
    }

    private void raise(HostCall call) {
        Memory memory = guest.memory();
        long header = header(call.i32(0));
        memory.putInt(header, 0);
        memory.putInt(header + ADJUSTED, 0);
        memory.putInt(header + TYPE, call.i32(1));
        memory.putInt(header + DESTRUCTOR, call.i32(2));
        memory.putByte(header + CAUGHT, (byte) 0);
        memory.putByte(header + RETHROWN, (byte) 0);
        uncaught++;
        change(call.i32(0), 1);
        throw exception(memory, call.i32(0));
    }

    private CppException exception(Memory memory, int pointer) {
        last = pointer;
        return new CppException(pointer, typeName(memory, memory.getInt(header(pointer) + TYPE)));
    }

    /** {@return the mangled name of a type, given the address of its {@code std::type_info}; empty if there is none} */
    static String typeName(Memory memory, int type) {
        long name = Integer.toUnsignedLong(type) + TYPE_NAME;
        boolean named = type != 0 && name + TYPE_NAME <= memory.size();
        return named ? ProcessFunctions.text(memory, memory.getInt(name)) : "";
    }

    private void raiseAgain(HostCall call) {
        if (caught.isEmpty()) {
            throw new AbortException("no exception to rethrow");
        }
        // The handler ends after this, and must not free what it has thrown.
        throw again(caught.peek());
    }

    private CppException again(int pointer) {
        Memory memory = guest.memory();
        memory.putByte(header(pointer) + RETHROWN, (byte) 1);
        memory.putByte(header(pointer) + CAUGHT, (byte) 0);
        uncaught++;
        change(pointer, 1);
        return exception(memory, pointer);
    }

    /** Returns the exception that is handled, for a {@code std::exception_ptr}, which keeps it. */
    private void current(HostCall call) {
        int pointer = caught.isEmpty() ? 0 : caught.peek();
        if (pointer != 0) {
            change(pointer, 1);
        }
        call.returnI32(pointer);
    }

    /** Throws what a {@code std::exception_ptr} keeps. */
    private void raisePrimary(HostCall call) {
        if (call.i32(0) != 0) {
            throw again(call.i32(0));
        }
    }

    private void resume(HostCall call) {
        throw exception(guest.memory(), last == 0 ? call.i32(0) : last);
    }

    /** Finds which of the handlers' types takes the exception, and returns both. */
    private void find(HostCall call) {
        if (last == 0) {
            answer(call, 0, 0);
            return;
        }
        Memory memory = guest.memory();
        long header = header(last);
        memory.putInt(header + ADJUSTED, last);
        int thrown = memory.getInt(header + TYPE);
        if (thrown == 0) {
            answer(call, last, 0);
            return;
        }
        int count = call.function().type().params().size();
        for (int i = 0; i < count; i++) {
            int type = call.i32(i);
            if (type == 0 || type == thrown) {
                break;
            }
            Invocation matches = guest.requiredHelper("__cxa_can_catch")
                    .passI32(0, type)
                    .passI32(1, thrown)
                    .passI32(2, (int) (header + ADJUSTED));
            if (matches.call().i32(0) != 0) {
                answer(call, last, type);
                return;
            }
        }
        answer(call, last, thrown);
    }

    private void answer(HostCall call, int exception, int type) {
        guest.high = type;
        guest.helper("setTempRet0", "_emscripten_tempret_set", "_setTempRet0")
                .ifPresent(set -> set.passI32(0, type).call());
        call.returnI32(exception);
    }

    private void begin(HostCall call) {
        if (caught.size() >= MAX_CAUGHT) {
            throw new AbortException("more than " + MAX_CAUGHT + " handlers of exceptions are running");
        }
        int exception = call.i32(0);
        Memory memory = guest.memory();
        long header = header(exception);
        if (memory.getByte(header + CAUGHT) == 0) {
            memory.putByte(header + CAUGHT, (byte) 1);
            uncaught--;
        }
        memory.putByte(header + RETHROWN, (byte) 0);
        caught.push(exception);
        // A thrown pointer has no object to adjust: the handler gets the pointer itself.
        call.returnI32(guest.helper("__cxa_get_exception_ptr")
                .map(get -> get.passI32(0, exception).call().i32(0))
                .orElseGet(() -> handled(memory, exception)));
    }

    private int handled(Memory memory, int exception) {
        int type = memory.getInt(header(exception) + TYPE);
        boolean pointer = guest.helper("__cxa_is_pointer_type")
                .map(is -> is.passI32(0, type).call().i32(0) != 0)
                .orElse(false);
        return pointer ? memory.getInt(exception) : adjusted(memory, exception);
    }

    private void end(HostCall call) {
        guest.helper("setThrew", "_setThrew")
                .ifPresent(set -> set.passI32(0, 0).passI32(1, 0).call());
        if (caught.isEmpty()) {
            throw new AbortException("the end of a handler that has not begun");
        }
        change(caught.pop(), -1);
        last = 0;
    }

    private void change(int exception, int by) {
        String name = by > 0 ? "__cxa_increment_exception_refcount" : "__cxa_decrement_exception_refcount";
        guest.helper(name)
                .ifPresentOrElse(change -> change.passI32(0, exception).call(), () -> count(exception, by));
    }

    /** Counts references where the guest does not, and frees what has none. */
    private void count(int exception, int by) {
        if (exception == 0) {
            return;
        }
        Memory memory = guest.memory();
        long header = header(exception);
        int references = memory.getInt(header) + by;
        memory.putInt(header, references);
        if (by < 0 && references == 0 && memory.getByte(header + RETHROWN) == 0) {
            int destructor = memory.getInt(header + DESTRUCTOR);
            var function = destructor == 0 ? null : guest.function(destructor);
            if (function != null) {
                function.newInvocation().passI32(0, exception).call();
            }
            guest.helper("__cxa_free_exception")
                    .ifPresentOrElse(free -> free.passI32(0, exception).call(), () -> guest.helper("free")
                            .ifPresent(
                                    free -> free.passI32(0, exception - HEADER).call()));
        }
    }

    private void allocate(HostCall call) {
        int block = guest.requiredHelper("malloc")
                .passI32(0, call.i32(0) + HEADER)
                .call()
                .i32(0);
        guest.memory().putBytes(Integer.toUnsignedLong(block), new byte[HEADER]);
        call.returnI32(block + HEADER);
    }
}
