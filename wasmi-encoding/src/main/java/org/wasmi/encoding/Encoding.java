package org.wasmi.encoding;

import org.wasmi.encoding.error.MalformedException;

/**
 * A way to lay out instructions. Providers are found by name through {@link java.util.ServiceLoader}, see
 * {@link Encodings}. Thread-safe.
 *
 * <p>Code is canonical: equal instructions give equal code, however they came to be written. {@link CheckingEncoder}
 * and {@link CheckingDecoder} are bases for the two sides.
 */
public interface Encoding {

    /** {@return the name, such as {@code words}; ASCII letters, digits and hyphens} */
    String name();

    /**
     * {@return the version of the instruction set that this encoding was built for} An implementation returns {@link
     * Isa#VERSION}, of which javac makes the number that held when it was compiled. {@link Encodings} refuses an
     * encoding of another version than {@link Isa#version}. There is no default: its number would be that of this
     * interface.
     */
    int isaVersion();

    /** {@return a new encoder for one code} */
    InstructionEncoder encoder();

    /**
     * {@return a new decoder of a code}
     *
     * @throws IllegalArgumentException if the code has another encoding
     * @throws MalformedException if its length does not fit its data
     */
    InstructionDecoder decoder(Code code);
}
