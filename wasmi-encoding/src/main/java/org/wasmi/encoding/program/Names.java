package org.wasmi.encoding.program;

import java.util.Optional;

/**
 * The names of a program, its functions and their locals, for people only (Wasm specification, 7.4.1). They may be read
 * on first use. Thread-safe.
 */
public interface Names {

    /** The names of a program that has none. */
    Names NONE = new Names() {
        @Override
        public Optional<String> module() {
            return Optional.empty();
        }

        @Override
        public Optional<String> function(int index) {
            return Optional.empty();
        }

        @Override
        public Optional<String> local(int function, int index) {
            return Optional.empty();
        }
    };

    /** {@return the name of the module} */
    Optional<String> module();

    /** {@return the name of a function; imports come first in the index space} */
    Optional<String> function(int index);

    /** {@return the name of a function's local; parameters come first} */
    Optional<String> local(int function, int index);
}
