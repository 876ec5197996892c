package org.wasmi.exec;

import java.util.Objects;
import org.wasmi.encoding.Code;

/** The code of a function in the form of one executor, which extends this with what it needs. Immutable. */
public abstract class LinkedCode {
    private final Executor executor;
    private final Code code;
    final int params;
    final int locals;
    final int slots;
    final boolean references;

    /**
     * Makes linked code.
     *
     * @param executor whose form it is
     * @param code what was linked
     */
    protected LinkedCode(Executor executor, Code code) {
        this.executor = Objects.requireNonNull(executor, "executor");
        this.code = code;
        this.params = code.frame().params();
        this.locals = code.frame().locals();
        this.slots = code.frame().slots();
        this.references = code.frame().references();
    }

    /** {@return whose form this is} */
    public final Executor executor() {
        return executor;
    }

    /** {@return what was linked} */
    public final Code code() {
        return code;
    }
}
