package org.wasmi.testkit.oracle;

import org.wasmi.encoding.error.Trap;

/** Ends a call of the oracle. */
final class OracleTrap extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Trap trap;

    OracleTrap(Trap trap) {
        super(trap.text(), null, false, false);
        this.trap = trap;
    }

    Trap trap() {
        return trap;
    }
}
