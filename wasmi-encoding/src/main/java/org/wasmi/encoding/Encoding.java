package org.wasmi.encoding;

/**
 * A way to lay out instructions. Providers are found by name through {@link java.util.ServiceLoader}, see
 * {@link Encodings}. Thread-safe.
 */
public interface Encoding {

    /** {@return the name, such as {@code words}; ASCII letters, digits and hyphens} */
    String name();

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
