package org.wasmi.exec;

import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.Trap;
import org.wasmi.encoding.TrapException;

/** What calls have in common whatever the executor (Wasm specification, 4.4.8). For executors. */
public final class Calls {
    private Calls() {}

    /**
     * Calls a function for the frame on top, whose position must be saved: pushes its frame, or runs it to its end if it is
     * of the host.
     *
     * @param machine where the frames are
     * @param callee the function
     * @param framePointer where its frame begins
     */
    public static void call(Machine machine, WasmFunction callee, int framePointer) {
        if (callee instanceof GuestFunction guest) {
            machine.push(guest, framePointer);
        } else if (callee instanceof BoundHostFunction host) {
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
    public static void tailCall(Machine machine, WasmFunction callee, int framePointer) {
        if (callee instanceof GuestFunction guest) {
            LinkedCode code = guest.linked();
            machine.moveSlots(framePointer, machine.framePointer(), code.params, code.references);
            machine.replace(guest);
        } else if (callee instanceof BoundHostFunction host) {
            machine.tailCallHost(host, framePointer);
        }
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
    @SuppressWarnings("ReferenceEquality") // the usual case; an engine has one object for each type
    public static WasmFunction indirect(Instance instance, int type, int table, int element) {
        Table elements = instance.tableAt(table);
        if (Integer.compareUnsigned(element, elements.size()) >= 0) {
            throw new TrapException(Trap.UNDEFINED_ELEMENT, "index " + Integer.toUnsignedString(element));
        }
        @Nullable Object reference = elements.array()[element];
        if (!(reference instanceof WasmFunction function)) {
            throw new TrapException(Trap.UNINITIALIZED_ELEMENT, Integer.toUnsignedString(element));
        }
        RuntimeType expected = instance.typeAt(type);
        RuntimeType found = function.runtimeType();
        if (found != expected && !found.isSubtypeOf(expected)) {
            throw new TrapException(
                    Trap.INDIRECT_CALL_TYPE_MISMATCH,
                    "expected " + expected.composite() + ", found " + found.composite());
        }
        return function;
    }
}
