package org.wasmi.exec.runtime;

import java.util.Objects;
import org.wasmi.encoding.Code;

/** The code of a function in the form of one executor, which extends this with what it needs. Immutable. */
public abstract class LinkedCode extends FrameCode {
    private final Executor executor;

    /**
     * Makes linked code.
     *
     * @param executor whose form it is
     * @param code what was linked
     */
    protected LinkedCode(Executor executor, Code code) {
        super(code);
        this.executor = Objects.requireNonNull(executor, "executor");
    }

    /** {@return whose form this is} */
    public final Executor executor() {
        return executor;
    }
}
