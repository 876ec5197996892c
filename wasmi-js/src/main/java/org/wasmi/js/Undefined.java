package org.wasmi.js;

/** The value {@code undefined} of JavaScript; {@code null} is Java's {@code null}. */
public enum Undefined {
    /** The only value. */
    UNDEFINED;

    @Override
    public String toString() {
        return "undefined";
    }
}
