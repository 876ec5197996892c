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
 * go round often, on threads of its own, and has frames go on in compiled code where loops begin. Engines prefer it to
 * all executors that come with wasmi. Thread-safe.
 *
 * <p>The threads are daemons, and end when there was nothing to compile for ten seconds. All engines that have found the
 * executor by name share them.
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

    /**
     * The system property that says whether the executor that is found by name compiles anything, {@code true} if there
     * is none, but {@code false} in native images, where no classes can be made. With {@code false}, all functions stay
     * in the interpreter, and engines prefer the executor {@code switch}.
     */
    public static final String ENABLED = "org.wasmi.jit.enabled";

    private static final String IN_NATIVE_IMAGE = "org.graalvm.nativeimage.imagecode";

    private final Tiering tiering;

    /** For {@link java.util.ServiceLoader}. */
    public TieredExecutor() {
        this(Integer.getInteger(THREADS, 1), isEnabled() ? Integer.getInteger(HOT, Tiering.HOT) : Tiering.NEVER);
    }

    private static boolean isEnabled() {
        String enabled = System.getProperty(ENABLED);
        return enabled == null ? System.getProperty(IN_NATIVE_IMAGE) == null : Boolean.parseBoolean(enabled);
    }

    /**
     * Makes an executor that is not found by name.
     *
     * @param threads how many threads compile; with 0, those of guests do
     * @param hot how many entries and rounds of loops make code hot, from 1; {@link Integer#MAX_VALUE}: nothing is hot
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
    public int preference() {
        return tiering.compiles() ? 200 : 0;
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
