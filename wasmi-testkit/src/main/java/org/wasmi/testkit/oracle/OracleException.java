package org.wasmi.testkit.oracle;

import java.util.List;

/** An exception of a guest of the oracle that is on its way to a handler, or that none has caught. */
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

    /** {@return how a call ends that this leaves} */
    Outcome outcome() {
        return new Outcome.Thrown(exception.tag, List.copyOf(exception.values));
    }
}
