package org.wasmi.encoding;

import org.wasmi.encoding.error.MalformedException;

/**
 * A way to lay out instructions. Providers are found by name through {@link java.util.ServiceLoader}, see
 * {@link Encodings}. Thread-safe.
 *
 * <p>Code is canonical: equal instructions give equal code, whatever wrote them. {@link CheckingEncoder} and {@link
 * CheckingDecoder} are base classes for encoders and decoders.
 */
public interface Encoding {

    /** {@return the name, such as {@code words}; ASCII letters, digits and hyphens} */
    String name();

    /**
     * {@return the version of the instruction set that this encoding was built for} An implementation returns {@link
     * Isa#VERSION}: javac inlines the value of the version against which it is compiled. {@link Encodings} refuses an
     * encoding whose version differs from {@link Isa#version}. There is no default method, since it would return the
     * version of this interface.
     */
    int isaVersion();

    /** {@return a new encoder, for the code of one function} */
    InstructionEncoder encoder();

    /**
     * {@return a new decoder for code}
     *
     * @throws IllegalArgumentException if the code has another encoding
     * @throws MalformedException if its length does not fit its data
     */
    InstructionDecoder decoder(Code code);
}
