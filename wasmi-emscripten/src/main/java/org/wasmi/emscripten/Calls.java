package org.wasmi.emscripten;

import static org.wasmi.encoding.type.NumType.I32;
import static org.wasmi.encoding.type.NumType.I64;

import java.util.List;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.exec.HostCall;
import org.wasmi.exec.HostFunction;
import org.wasmi.exec.Invocation;
import org.wasmi.exec.WasmFunction;

/**
 * Calls from which exceptions and {@code longjmp} return, where modules were built for these through JavaScript:
 * {@code invoke_*}. Such a function calls a pointer. If that ends in an exception of C++ or a {@code longjmp}, it tells
 * the guest by {@code setThrew}, and the guest looks for a handler. Each is a call from the host, which {@link
 * org.wasmi.exec.StoreLimit#HOST_DEPTH} counts.
 */
final class Calls {
    /** What a call through the host costs in fuel besides what the guest executes: about its time. */
    private static final int CALL_PRICE = 64;
    /** What an exception costs that such a call catches, as much as a {@code throw} of WebAssembly. */
    private static final int CATCH_PRICE = 256;

    private final Guest guest;

    Calls(Guest guest) {
        this.guest = guest;
    }

    void define(Library library) {
        for (String name : new String[] {"_emscripten_throw_longjmp", "emscripten_throw_longjmp"}) {
            library.define(name, call -> {
                throw new Longjmp();
            });
        }
        for (String name : new String[] {"emscripten_longjmp", "longjmp", "emscripten_longjmp_jmpbuf"}) {
            library.define(name, this::longjmp, I32, I32);
        }
    }

    /** Before 2.0.30, without the function that {@code longjmp} in C is now. */
    private void longjmp(HostCall call) {
        int value = call.i32(1);
        guest.requiredHelper("setThrew", "_setThrew")
                .passI32(0, call.i32(0))
                .passI32(1, value == 0 ? 1 : value)
                .call();
        throw new Longjmp();
    }

    /** {@return {@code invoke_*} of a type: the first parameter is the pointer, the others are passed} */
    HostFunction invoke(FuncType type) {
        return call -> invoke(call, type);
    }

    private void invoke(HostCall call, FuncType type) {
        call.consumeFuel(CALL_PRICE);
        int stack = guest.stackSave().map(save -> save.call().i32(0)).orElse(0);
        try {
            WasmFunction function = guest.function(call.i32(0));
            if (function == null) {
                throw new TrapException(Trap.UNDEFINED_ELEMENT, "no function is behind the pointer " + call.i32(0));
            }
            forward(call, function, type, 1);
        } catch (CppException | Longjmp e) {
            call.consumeFuel(CATCH_PRICE);
            guest.stackRestore().ifPresent(restore -> restore.passI32(0, stack).call());
            guest.requiredHelper("setThrew", "_setThrew")
                    .passI32(0, 1)
                    .passI32(1, 0)
                    .call();
        }
    }

    /** Calls a function with the parameters from one on; two of 32 bits are one of 64 if the function has that. */
    void forward(HostCall call, WasmFunction function, FuncType type, int first) {
        Invocation invocation = function.newInvocation();
        List<ValType> params = function.type().params();
        int from = first;
        for (int i = 0; i < params.size(); i++) {
            if (from >= type.params().size()) {
                throw mismatch(function, type);
            }
            if (params.get(i) == I64
                    && type.params().get(from) == I32
                    && from + 1 < type.params().size()) {
                long low = Integer.toUnsignedLong(call.i32(from));
                invocation.passI64(i, low | (long) call.i32(from + 1) << 32);
                from += 2;
            } else if (params.get(i).equals(type.params().get(from))) {
                pass(invocation, i, call, from, params.get(i));
                from++;
            } else {
                throw mismatch(function, type);
            }
        }
        if (from != type.params().size()
                || function.type().results().size() != type.results().size()) {
            throw mismatch(function, type);
        }
        invocation.call();
        if (!type.results().isEmpty()) {
            result(invocation, call, function, type);
        }
    }

    private static void pass(Invocation invocation, int to, HostCall call, int from, ValType type) {
        if (type == I32) {
            invocation.passI32(to, call.i32(from));
        } else if (type == I64) {
            invocation.passI64(to, call.i64(from));
        } else if (type == NumType.F32) {
            invocation.passF32(to, call.f32(from));
        } else if (type == NumType.F64) {
            invocation.passF64(to, call.f64(from));
        } else {
            invocation.pass(to, call.value(from));
        }
    }

    private void result(Invocation invocation, HostCall call, WasmFunction function, FuncType type) {
        ValType result = function.type().results().get(0);
        if (result == I64 && type.results().get(0) == I32) {
            long value = invocation.i64(0);
            guest.high = (int) (value >>> 32);
            guest.helper("setTempRet0", "_setTempRet0")
                    .ifPresent(set -> set.passI32(0, guest.high).call());
            call.returnI32((int) value);
        } else if (!result.equals(type.results().get(0))) {
            throw mismatch(function, type);
        } else if (result == I32) {
            call.returnI32(invocation.i32(0));
        } else {
            call.returnValue(0, invocation.value(0));
        }
    }

    private static TrapException mismatch(WasmFunction function, FuncType type) {
        return new TrapException(
                Trap.INDIRECT_CALL_TYPE_MISMATCH,
                "the function has type " + function.type() + ", it is called through an import of type " + type);
    }
}
