package org.wasmi.exec.runtime;

import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.program.Bytes;
import org.wasmi.exec.Global;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Table;

/**
 * Instructions on globals, tables and segments (Wasm specification, 4.6.5 to 4.6.8), for executors only. Only the
 * bounds of tables and segments are checked here: verified code refers to what exists, with values of the right types.
 * Hosts use the methods of {@link Instance}, {@link Global}, {@link Table} and {@link MemoryState}, which do check.
 *
 * <p>Indices are those of the program's index spaces, imports first. A reference is null, a {@link FunctionState} or an
 * host object. Elements, lengths and deltas are unsigned; what is beyond the end of a table or of an element
 * segment is a {@link TrapException} with {@link Trap#TABLE_OUT_OF_BOUNDS}. Confined to one thread at a time, as the
 * store is.
 */
public final class StoreAccess {
    private StoreAccess() {}

    /** {@return a function} */
    public static FunctionState functionAt(InstanceState instance, int function) {
        return instance.functionAt(function);
    }

    /** {@return a memory} */
    public static MemoryState memoryAt(InstanceState instance, int memory) {
        return instance.memoryAt(memory);
    }

    /**
     * {@return the array that holds the bytes of memory 0 from the start, until the memory grows or an address beyond
     * its end is touched; empty where there is no memory, or none in one array: code that is linked for that does not
     * ask for it}
     */
    public static byte[] memoryArray(InstanceState instance) {
        return instance.storage.array();
    }

    /** {@return how many bytes of memory 0 are in its array, which may be longer; 0 where there is no memory} */
    public static int memorySize(InstanceState instance) {
        return instance.storage.arraySize();
    }

    /**
     * Has the array of memory 0 be exactly as long as the memory, now and as a rule after it has grown, so that its own
     * check of an index is that of the address. There is no {@link MemoryFault} then but for what is out of bounds.
     *
     * @return whether it is; not if the memory is not one array, if there is no room, or if it has grown by many small
     *     steps: each would copy it, so that its array has got room to grow
     */
    public static boolean exactMemory(InstanceState instance) {
        return instance.storage.makeExact();
    }

    /**
     * Has the array of memory 0 be at least as long as the memory, now and after it has grown. There is no {@link
     * MemoryFault} then but for what is out of bounds, as {@link #memorySize} tells.
     *
     * @return whether it is; not if the memory is not one array, or there is no room
     */
    public static boolean wholeMemory(InstanceState instance) {
        return instance.storage.makeWhole();
    }

    /** {@return what an executor has attached to an instance, or null} */
    public static @Nullable Object attachment(InstanceState instance) {
        return instance.attachment;
    }

    /** Attaches something to an instance, which lives as long. For one executor. */
    public static void attach(InstanceState instance, Object attachment) {
        instance.attachment = attachment;
    }

    /** {@return a global} */
    public static GlobalState globalAt(InstanceState instance, int global) {
        return instance.globalAt(global);
    }

    /**
     * {@return the numeric halves of globals: a variable of type {@code long} for each {@link GlobalState}} Compiled code
     * reads and writes them by that, since HotSpot inlines the methods of variable handles in large methods, too.
     */
    public static VarHandle globalBits() {
        return GlobalState.BITS;
    }

    /** {@return the numeric half of a global} */
    public static long globalGet(InstanceState instance, int global) {
        return instance.globalAt(global).bits();
    }

    /** {@return the upper 64 bits of a v128 global} */
    public static long globalGetHigh(InstanceState instance, int global) {
        return instance.globalAt(global).highBits();
    }

    /** {@return the reference half of a global} */
    public static @Nullable Object globalGetRef(InstanceState instance, int global) {
        return instance.globalAt(global).reference();
    }

    /** Sets the numeric half of a global. */
    public static void globalSet(InstanceState instance, int global, long value) {
        instance.globalAt(global).bits(value);
    }

    /** Sets a v128 global, given as halves. */
    public static void globalSetV128(InstanceState instance, int global, long low, long high) {
        instance.globalAt(global).bits(low);
        instance.globalAt(global).highBits(high);
    }

    /** Sets the reference half of a global. */
    public static void globalSetRef(InstanceState instance, int global, @Nullable Object value) {
        instance.globalAt(global).reference(value);
    }

    /** {@return an element of a table} */
    public static @Nullable Object tableGet(InstanceState instance, int table, int element) {
        return instance.tableAt(table).get(element);
    }

    /** Sets an element of a table. */
    public static void tableSet(InstanceState instance, int table, int element, @Nullable Object value) {
        instance.tableAt(table).set(element, value);
    }

    /** {@return the number of elements of a table} */
    public static int tableSize(InstanceState instance, int table) {
        return instance.tableAt(table).size();
    }

    /**
     * Grows a table, unless that exceeds the declared maximum, a limit of the store or what the JVM can provide.
     *
     * @param instance whose table
     * @param table which
     * @param value the new elements
     * @param delta by how many elements
     * @return the size before, or -1 if it did not grow
     * @throws TrapException with {@link Trap#GROWTH_FAILED} if it did not grow and the store's limits want that
     */
    public static int tableGrow(InstanceState instance, int table, @Nullable Object value, int delta) {
        return instance.tableAt(table).grow(delta, value);
    }

    /** Sets {@code n} elements of a table from {@code element} on. */
    public static void tableFill(InstanceState instance, int table, int element, @Nullable Object value, int n) {
        instance.tableAt(table).fill(element, value, n);
    }

    /** Copies {@code n} elements from {@code src} of the table {@code from} to {@code dst} of the table {@code to}. */
    public static void tableCopy(InstanceState instance, int to, int from, int dst, int src, int n) {
        instance.tableAt(to).copy(dst, instance.tableAt(from), src, n);
    }

    /** Copies {@code n} elements from {@code src} of an element segment to {@code dst} of a table. */
    public static void tableInit(InstanceState instance, int table, int segment, int dst, int src, int n) {
        instance.tableAt(table).init(dst, instance.elementAt(segment), src, n);
    }

    /** Drops an element segment. */
    public static void dropElement(InstanceState instance, int segment) {
        instance.dropElement(segment);
    }

    /** {@return a data segment, empty once it has been dropped} */
    public static Bytes dataAt(InstanceState instance, int segment) {
        return instance.dataAt(segment);
    }

    /** Drops a data segment. */
    public static void dropData(InstanceState instance, int segment) {
        instance.dropData(segment);
    }

    /**
     * Charges the guest that is running for a number of things, at a rate for 65,536 of them, all unsigned and rounded
     * up; it pays at its next {@code consume_fuel}.
     */
    public static void chargeFuel(InstanceState instance, int count, int rate) {
        instance.owner().chargeFuel(Integer.toUnsignedLong(count), rate);
    }

    /** As {@link #chargeFuel(InstanceState, int, int)}, for a number of 64 bits. */
    public static void chargeFuel(InstanceState instance, long count, int rate) {
        instance.owner().chargeFuel(count, rate);
    }
}
