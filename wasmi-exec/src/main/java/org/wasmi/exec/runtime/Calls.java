package org.wasmi.exec.runtime;

import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;

/** Calls, for all executors (Wasm specification, 4.4.8). */
public final class Calls {
    private Calls() {}

    /**
     * Calls a function for the frame on top, whose position must be saved: pushes its frame, or runs it to its end if
     * it is a host function.
     *
     * @param machine where the frames are
     * @param callee the function
     * @param framePointer where its frame begins
     */
    public static void call(Machine machine, FunctionState callee, int framePointer) {
        if (callee instanceof GuestFunction guest) {
            machine.push(guest, framePointer);
        } else if (callee instanceof HostFunctionState host) {
            machine.callHost(host, framePointer);
        }
    }

    /**
     * Calls a function in place of the frame on top.
     *
     * @param machine where the frames are
     * @param callee the function
     * @param framePointer where its arguments are
     */
    public static void tailCall(Machine machine, FunctionState callee, int framePointer) {
        if (callee instanceof GuestFunction guest) {
            FrameCode code = guest.linked();
            machine.moveSlots(framePointer, machine.framePointer(), code.params, code.references);
            machine.replace(guest);
        } else if (callee instanceof HostFunctionState host) {
            machine.tailCallHost(host, framePointer);
        }
    }

    /**
     * {@return the code that new frames of a function run, translated and linked if this is the first time that any
     * instance asks for it; metered instances pay for that}
     *
     * @throws org.wasmi.encoding.error.WasmException if the code is translated only now and cannot be
     */
    public static LinkedCode codeOf(GuestFunction function) {
        return (LinkedCode) function.linked();
    }

    /**
     * Replaces the code of a function in all instances of its program within the engine: calls from now on run the new
     * code, frames that are there finish in theirs. Another thread may go on with the old code for some calls.
     * Thread-safe.
     *
     * @param function the function
     * @param code its code in another form, of the same executor or another
     * @throws IllegalArgumentException if the code expects a frame of another shape
     */
    public static void replaceCode(GuestFunction function, LinkedCode code) {
        function.replaceCode(code);
    }

    /**
     * {@return the function that an indirect call leads to}
     *
     * @param instance whose types and tables
     * @param type the index of the type that the function must have
     * @param table the index of the table
     * @param element the element of the table, unsigned
     * @throws TrapException if there is no such element, if it is null, or if it is of another type
     */
    public static FunctionState indirect(InstanceState instance, int type, int table, int element) {
        TableState elements = instance.tableAt(table);
        if (Integer.compareUnsigned(element, elements.size()) >= 0) {
            throw new TrapException(Trap.UNDEFINED_ELEMENT, "index " + Integer.toUnsignedString(element));
        }
        @Nullable Object reference = elements.array()[element];
        if (!(reference instanceof FunctionState function)) {
            throw new TrapException(Trap.UNINITIALIZED_ELEMENT, Integer.toUnsignedString(element));
        }
        return ofType(function, instance.typeAt(type));
    }

    /**
     * {@return the function that a reference refers to}
     *
     * @param instance whose types
     * @param type the index of the type that the function must have, which is so in all but forged programs
     * @param reference the reference
     * @throws TrapException if it is null, or not to such a function
     */
    public static FunctionState referredTo(InstanceState instance, int type, @Nullable Object reference) {
        if (!(reference instanceof FunctionState function)) {
            throw new TrapException(Trap.NULL_FUNCTION);
        }
        return ofType(function, instance.typeAt(type));
    }

    @SuppressWarnings("ReferenceEquality") // the usual case; an engine has one object for each type
    private static FunctionState ofType(FunctionState function, RuntimeType expected) {
        RuntimeType found = function.runtimeType();
        if (found != expected && !found.isSubtypeOf(expected)) {
            throw new TrapException(
                    Trap.INDIRECT_CALL_TYPE_MISMATCH,
                    "expected " + expected.composite() + ", found " + found.composite());
        }
        return function;
    }
}
