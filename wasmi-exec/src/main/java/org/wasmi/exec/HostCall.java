package org.wasmi.exec;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.encoding.type.VecType;
import org.wasmi.exec.internal.store.HostApi;
import org.wasmi.exec.runtime.HostFrame;
import org.wasmi.exec.runtime.Signature;
import org.wasmi.exec.runtime.Stacks;

/**
 * A call of a host function: its arguments, the place for its results, and who calls. Results that are not set are zero
 * or null. The object serves call after call, so that none allocates: it is of use only until the function returns.
 *
 * <p>A parameter or result that the function does not have, or has with another type, ends in {@link
 * IllegalArgumentException}; use after the return in {@link IllegalStateException}, unless the object serves another
 * call by then, which it acts on.
 */
public final class HostCall extends HostFrame {
    HostCall(Stacks stacks) {
        super(HostApi.KEY, stacks);
    }

    /** {@return the function that is called} */
    public BoundHostFunction function() {
        return (BoundHostFunction) called();
    }

    /** {@return the store} */
    public Store store() {
        return function().store();
    }

    /** {@return whether a guest calls, rather than the host itself} */
    public boolean hasCaller() {
        return callingInstance() != null;
    }

    /**
     * {@return the instance whose function calls}
     *
     * @throws IllegalStateException if the host itself calls, see {@link #hasCaller}
     */
    public Instance caller() {
        Instance instance = (Instance) callingInstance();
        if (instance == null) {
            throw new IllegalStateException("the function was not called by a guest");
        }
        return instance;
    }

    /**
     * {@return memory 0 of the caller}
     *
     * @throws TrapException with {@link Trap#MEMORY_OUT_OF_BOUNDS} if there is no caller or it has no memory
     */
    public Memory memory() {
        return (Memory) callingMemory();
    }

    /**
     * {@return the heap in memory 0 of the caller, where the host function allocates what it returns} The guest owns
     * what is allocated: it is not released, nor freed after a trap. The first call for an instance makes the heap,
     * later ones return the same.
     *
     * @param allocate the export of the caller that allocates: it takes a size, or a size and an alignment, and returns
     *     an address; or has the type of {@code cabi_realloc}
     * @throws IllegalArgumentException if the caller exports no such function
     * @throws IllegalStateException if the host itself calls, see {@link #hasCaller}
     * @throws TrapException with {@link Trap#MEMORY_OUT_OF_BOUNDS} if the caller has no memory
     */
    public GuestHeap heap(String allocate) {
        return caller().heap(allocate, memory());
    }

    /** {@return an i32 argument} */
    public int i32(int param) {
        return (int) argument(slot(params(), param, NumType.I32));
    }

    /** {@return an i64 argument} */
    public long i64(int param) {
        return argument(slot(params(), param, NumType.I64));
    }

    /** {@return an f32 argument} */
    public float f32(int param) {
        return Float.intBitsToFloat((int) argument(slot(params(), param, NumType.F32)));
    }

    /** {@return an f64 argument} */
    public double f64(int param) {
        return Double.longBitsToDouble(argument(slot(params(), param, NumType.F64)));
    }

    /** {@return a v128 argument} */
    public Value.V128 v128(int param) {
        int slot = slot(params(), param, VecType.V128);
        return new Value.V128(argument(slot), argument(slot + 1));
    }

    /** {@return a reference argument: null, a {@link WasmFunction} or a host object} */
    public @Nullable Object reference(int param) {
        requireActive();
        return ValueSlots.reference(params(), param, references(), argumentsAt());
    }

    /** {@return an argument of any type} */
    public Value value(int param) {
        requireActive();
        ValType type = params().type(param);
        return ValueSlots.read(type, slots(), references(), argumentsAt() + params().slot(param));
    }

    /** {@return a result of any type as it has been set so far, zero or null before that} */
    public Value result(int result) {
        requireActive();
        ValType type = results().type(result);
        return ValueSlots.read(
                type, slots(), references(), resultsAt() + results().slot(result));
    }

    /**
     * {@return the UTF-8 text in memory 0 of the caller that two i32 arguments describe; other bytes become U+FFFD}
     *
     * @param addressParam the parameter that holds its address
     * @param lengthParam the parameter that holds its length in bytes
     * @throws TrapException with {@link Trap#MEMORY_OUT_OF_BOUNDS} if it is not within the memory
     */
    public String utf8(int addressParam, int lengthParam) {
        return memory().getUtf8(Integer.toUnsignedLong(i32(addressParam)), Integer.toUnsignedLong(i32(lengthParam)));
    }

    /** Sets an i32 result. */
    public void returnI32(int result, int value) {
        setResult(slot(results(), result, NumType.I32), value);
    }

    /** Sets an i64 result. */
    public void returnI64(int result, long value) {
        setResult(slot(results(), result, NumType.I64), value);
    }

    /** Sets an f32 result. */
    public void returnF32(int result, float value) {
        setResult(slot(results(), result, NumType.F32), Float.floatToRawIntBits(value));
    }

    /** Sets an f64 result. */
    public void returnF64(int result, double value) {
        setResult(slot(results(), result, NumType.F64), Double.doubleToRawLongBits(value));
    }

    /** Sets a v128 result. */
    public void returnV128(int result, Value.V128 value) {
        int slot = slot(results(), result, VecType.V128);
        setResult(slot, value.low());
        setResult(slot + 1, value.high());
    }

    /** Sets the first result, an i32. */
    public void returnI32(int value) {
        returnI32(0, value);
    }

    /** Sets the first result, an i64. */
    public void returnI64(long value) {
        returnI64(0, value);
    }

    /** Sets the first result, an f32. */
    public void returnF32(float value) {
        returnF32(0, value);
    }

    /** Sets the first result, an f64. */
    public void returnF64(double value) {
        returnF64(0, value);
    }

    /** Sets the first result, a v128. */
    public void returnV128(Value.V128 value) {
        returnV128(0, value);
    }

    /**
     * Sets a reference result.
     *
     * @param result the result
     * @param reference null, a {@link WasmFunction} for a funcref, any object for an externref
     * @throws IllegalArgumentException also if the reference is of another type or store
     */
    public void returnReference(int result, @Nullable Object reference) {
        int slot = ValueSlots.referenceSlot(results(), result, reference, store());
        references()[resultsAt() + slot] = reference;
    }

    /**
     * Sets a result of any type.
     *
     * @throws IllegalArgumentException also if the value belongs to another store
     */
    public void returnValue(int result, Value value) {
        ValueSlots.require(results(), result, value, store());
        ValueSlots.write(value, slots(), references(), resultsAt() + results().slot(result));
    }

    /**
     * Takes fuel from the store for the work of this function. If there is less and the guest can be suspended, the
     * guest owes the amount, and is suspended at its next payment. Only counts if fuel is not limited.
     *
     * @param amount how much, from 0
     * @throws TrapException with {@link Trap#OUT_OF_FUEL} if there is less and the guest cannot be suspended; nothing
     *     is taken then
     * @throws IllegalArgumentException if the amount is negative
     */
    public void consumeFuel(long amount) {
        takeFuel(amount);
    }

    /**
     * Suspends the guest once this function has returned. The results of the function are then the arguments of {@link
     * Suspension#resume}; results that are set here are ignored.
     *
     * @throws IllegalStateException if the guest was not called by {@link WasmFunction#start}, or if the host has
     *     called another guest since, which called this function
     */
    public void suspend() {
        suspendWith(Optional.empty());
    }

    /**
     * Suspends the guest as {@link #suspend()} does, with a request for the caller of the guest.
     *
     * @param request the request of {@link Suspension.HostRequest}, such as what to wait for
     */
    public void suspend(Object request) {
        suspendWith(Optional.of(Objects.requireNonNull(request, "request")));
    }

    private int slot(Signature.Group group, int index, ValType type) {
        requireActive();
        return group.slot(index, type);
    }

    private long argument(int slot) {
        return slots()[argumentsAt() + slot];
    }

    private void setResult(int slot, long bits) {
        slots()[resultsAt() + slot] = bits;
    }
}
