package org.wasmi.emscripten;

import static org.wasmi.encoding.type.NumType.F64;
import static org.wasmi.encoding.type.NumType.I32;

/**
 * Registrations of C++ for JavaScript: {@code _embind_register_*}. Constants are kept for the host; classes and
 * functions, which would need objects of JavaScript, are not.
 */
final class EmbindFunctions {
    private static final int MAX_CONSTANTS = 100_000;

    private final Guest guest;

    EmbindFunctions(Guest guest) {
        this.guest = guest;
    }

    void define(Library library) {
        library.define(
                "_embind_register_constant",
                call -> {
                    if (guest.constants().size() < MAX_CONSTANTS) {
                        guest.constants().put(ProcessFunctions.text(guest, call.i32(0), ""), call.f64(2));
                    }
                },
                I32,
                I32,
                F64);
    }
}
