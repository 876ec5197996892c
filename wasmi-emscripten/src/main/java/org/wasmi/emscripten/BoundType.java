package org.wasmi.emscripten;

import org.jspecify.annotations.Nullable;
import org.wasmi.exec.Memory;

/**
 * A type of C++ that a program has registered: how its values pass between Java and functions. A function takes and
 * returns one number for each value; for most types that is an address.
 */
abstract class BoundType {
    private final Guest guest;
    private final String name;

    BoundType(Guest guest, String name) {
        this.guest = guest;
        this.name = name;
    }

    final Memory memory() {
        return guest.memory();
    }

    /** {@return the name in C++} */
    final String name() {
        return name;
    }

    /** {@return the value for what a function has returned; what the guest has made for it is freed} */
    abstract @Nullable Object fromWire(Number wire);

    /**
     * {@return what a function takes for a value}
     *
     * @param cleanup what to do after the call
     * @throws IllegalArgumentException if the value is of another type
     */
    abstract Number toWire(@Nullable Object value, Cleanup cleanup);

    /** {@return the value at an address, where the guest passes it in memory; for most types an address again} */
    @Nullable
    Object read(int address) {
        return fromWire(memory().getInt(address));
    }

    final IllegalArgumentException mismatch(@Nullable Object value) {
        String what = value == null ? "null" : "a " + value.getClass().getName();
        return new IllegalArgumentException(what + " is no '" + name + "' of C++");
    }
}
