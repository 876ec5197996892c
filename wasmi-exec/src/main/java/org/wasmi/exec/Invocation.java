package org.wasmi.exec;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.encoding.type.VecType;
import org.wasmi.exec.internal.store.HostApi;
import org.wasmi.exec.runtime.FunctionState;
import org.wasmi.exec.runtime.Signature;

/**
 * Calls one function many times without allocating: set the arguments, {@link #call}, read the results. Arguments are
 * zero or null until set and stay as they are from call to call; results are those of the last call that returned.
 * Belongs to the function's store and, like it, is confined to one thread at a time.
 *
 * <p>A parameter or result that the function does not have, or has with another type, ends in
 * {@link IllegalArgumentException}.
 */
public final class Invocation {
    private final WasmFunction function;
    private final Signature.Group params;
    private final Signature.Group results;
    private final long[] argumentSlots;
    private final @Nullable Object[] argumentReferences;
    private final long[] resultSlots;
    private final @Nullable Object[] resultReferences;

    Invocation(WasmFunction function) {
        this.function = function;
        Signature signature = ((FunctionState) function).signature();
        params = signature.params();
        results = signature.results();
        argumentSlots = new long[params.slotCount()];
        argumentReferences = new @Nullable Object[params.hasReferences() ? params.slotCount() : 0];
        resultSlots = new long[results.slotCount()];
        resultReferences = new @Nullable Object[results.hasReferences() ? results.slotCount() : 0];
    }

    /**
     * Reserves the store for the current thread until {@link #exit}, so that no other thread can change arguments and
     * results meanwhile. Each call needs its own {@link #exit}.
     *
     * @throws IllegalStateException if the store is closed or in use by another thread
     */
    public void enter() {
        function.store().enter();
    }

    /**
     * Releases the store to other threads.
     *
     * @throws IllegalStateException if the current thread has not entered
     */
    public void exit() {
        function.store().exit();
    }

    /** {@return the function} */
    public WasmFunction function() {
        return function;
    }

    /** Sets the argument for an i32 parameter. */
    public Invocation passI32(int param, int value) {
        argumentSlots[params.slot(param, NumType.I32)] = value;
        return this;
    }

    /** Sets the argument for an i64 parameter. */
    public Invocation passI64(int param, long value) {
        argumentSlots[params.slot(param, NumType.I64)] = value;
        return this;
    }

    /** Sets the argument for an f32 parameter. */
    public Invocation passF32(int param, float value) {
        argumentSlots[params.slot(param, NumType.F32)] = Float.floatToRawIntBits(value);
        return this;
    }

    /** Sets the argument for an f64 parameter. */
    public Invocation passF64(int param, double value) {
        argumentSlots[params.slot(param, NumType.F64)] = Double.doubleToRawLongBits(value);
        return this;
    }

    /** Sets the argument for a v128 parameter. */
    public Invocation passV128(int param, Value.V128 value) {
        int slot = params.slot(param, VecType.V128);
        argumentSlots[slot] = value.low();
        argumentSlots[slot + 1] = value.high();
        return this;
    }

    /**
     * Sets the argument for a parameter of a reference type.
     *
     * @param param the parameter
     * @param reference null, a {@link WasmFunction} for a funcref, any object for an externref
     * @throws IllegalArgumentException also if the reference is of another type or store
     */
    public Invocation passReference(int param, @Nullable Object reference) {
        argumentReferences[ValueSlots.referenceSlot(params, param, reference, function.store())] = reference;
        return this;
    }

    /**
     * Sets the argument for a parameter of any type.
     *
     * @throws IllegalArgumentException also if the value belongs to another store
     */
    public Invocation pass(int param, Value value) {
        ValueSlots.require(params, param, value, function.store());
        ValueSlots.write(value, argumentSlots, argumentReferences, params.slot(param));
        return this;
    }

    /**
     * Calls the function with the arguments as they are now.
     *
     * @return this, for its results
     * @throws IllegalStateException if the store is closed or in use by another thread
     * @throws org.wasmi.encoding.error.TrapException if the guest traps
     * @throws org.wasmi.encoding.error.WasmException if code is translated only now and cannot be
     */
    public Invocation call() {
        function.store()
                .machines()
                .call(
                        HostApi.KEY,
                        (FunctionState) function,
                        argumentSlots,
                        argumentReferences,
                        resultSlots,
                        resultReferences);
        return this;
    }

    /** {@return a result of type i32} */
    public int i32(int result) {
        return (int) resultSlots[results.slot(result, NumType.I32)];
    }

    /** {@return a result of type i64} */
    public long i64(int result) {
        return resultSlots[results.slot(result, NumType.I64)];
    }

    /** {@return a result of type f32} */
    public float f32(int result) {
        return Float.intBitsToFloat((int) resultSlots[results.slot(result, NumType.F32)]);
    }

    /** {@return a result of type f64} */
    public double f64(int result) {
        return Double.longBitsToDouble(resultSlots[results.slot(result, NumType.F64)]);
    }

    /** {@return a result of type v128} */
    public Value.V128 v128(int result) {
        int slot = results.slot(result, VecType.V128);
        return new Value.V128(resultSlots[slot], resultSlots[slot + 1]);
    }

    /** {@return a result of a reference type: null, a {@link WasmFunction} or a host object} */
    public @Nullable Object reference(int result) {
        return ValueSlots.reference(results, result, resultReferences, 0);
    }

    /** {@return a result of any type} */
    public Value value(int result) {
        ValType type = results.type(result);
        return ValueSlots.read(type, resultSlots, resultReferences, results.slot(result));
    }

    /** {@return all results} */
    List<Value> values() {
        return List.copyOf(ValueSlots.read(results, resultSlots, resultReferences));
    }
}
