package org.wasmi.testkit.oracle;

/**
 * Thrown for a Wasm exception of the oracle's guest on its way to a handler, and to the caller if no handler catches
 * it.
 */
public final class OracleException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient OracleValue.Thrown exception;

    OracleException(OracleValue.Thrown exception) {
        super("an exception with tag " + exception.tag, null, false, false);
        this.exception = exception;
    }

    OracleValue.Thrown exception() {
        return exception;
    }

    /** {@return the index of its tag} */
    public int tag() {
        return exception.tag;
    }
}
