package org.wasmi.exec.runtime;

/**
 * What an executor has compiled so far; both numbers only grow.
 *
 * @param count how many functions, and loops of functions by themselves
 * @param nanos the time that took, on all threads together, in nanoseconds
 */
public record Compilations(long count, long nanos) {

    /** Of executors that do not compile. */
    public static final Compilations NONE = new Compilations(0, 0);
}
