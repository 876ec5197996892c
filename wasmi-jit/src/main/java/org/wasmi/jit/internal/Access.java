package org.wasmi.jit.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.wasmi.exec.runtime.StoreAccess;

/**
 * How compiled code reads and writes memory: little-endian, unaligned. The array's own check of the index is the only
 * one. And how it reads and writes globals.
 */
public final class Access {
    /** 16 bits. */
    public static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    /** 32 bits. */
    public static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** 64 bits. */
    public static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** The numeric halves of globals. */
    public static final VarHandle GLOBAL = StoreAccess.globalBits();

    /** After so many bytes of bulk work guests look at the clock, which is not done here. */
    private static final int MOST_BYTES = 1 << 16;

    private Access() {}

    /** {@return whether bytes could be set here: few, and within the memory} */
    public static boolean fill(byte[] memory, int at, int value, int n) {
        if (!isWithin(memory, at, n) || n > MOST_BYTES) {
            return false;
        }
        Arrays.fill(memory, at, at + n, (byte) value);
        return true;
    }

    /** {@return whether bytes could be copied here: few, and within the memory} */
    public static boolean copy(byte[] memory, int to, int from, int n) {
        if (!isWithin(memory, to, n) || !isWithin(memory, from, n) || n > MOST_BYTES) {
            return false;
        }
        System.arraycopy(memory, from, memory, to, n);
        return true;
    }

    /**
     * {@return what {@code charge_fuel} charges, or more than any machine hands out at once if that is not to be
     * decided here}
     */
    public static int charge(int count, int rate) {
        if (count < 0 || count > MOST_BYTES || rate < 0) {
            return 1 << 30;
        }
        return (int) Math.min(1 << 30, ((long) count * rate + 0xFFFF) >>> 16);
    }

    private static boolean isWithin(byte[] memory, int at, int n) {
        return (at | n) >= 0 && at <= memory.length - n;
    }
}
