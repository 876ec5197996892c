package org.wasmi.jit;

import org.wasmi.encoding.Isa;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.LinkRequest;
import org.wasmi.exec.runtime.LinkedCode;
import org.wasmi.exec.runtime.Machine;
import org.wasmi.jit.internal.Compiler;
import org.wasmi.jit.internal.Tiering;

/**
 * The executor {@code tiered}: runs functions in the interpreter, compiles those that are called often or whose loops
 * go
 * round often, on threads of its own, and has frames go on in compiled code where loops begin. Thread-safe.
 */
public final class TieredExecutor implements Executor {
    /** What it is found by. */
    public static final String NAME = "tiered";

    /**
     * The system property that says how many threads compile, 1 if there is none; with 0, the threads of guests do.
     */
    public static final String THREADS = "org.wasmi.jit.threads";

    /** The system property that says how many entries and rounds of loops make code hot; 1,000 if there is none. */
    public static final String HOT = "org.wasmi.jit.hot";

    private final Tiering tiering;

    /** For {@link java.util.ServiceLoader}. */
    public TieredExecutor() {
        this(Integer.getInteger(THREADS, 1), Integer.getInteger(HOT, Tiering.HOT));
    }

    /**
     * Makes an executor that is not found by name.
     *
     * @param threads how many threads compile; with 0, those of guests do
     * @param hot how many entries and rounds of loops make code hot, from 1
     */
    public TieredExecutor(int threads, int hot) {
        this.tiering = new Tiering(new Compiler(this), Math.max(0, threads), Math.max(1, hot));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int isaVersion() {
        return Isa.VERSION;
    }

    @Override
    public LinkedCode link(LinkRequest request) {
        return tiering.link(request);
    }

    @Override
    public void run(Machine machine, int base) {
        Compiler.run(machine, base);
    }
}
