package org.wasmi.jit;

import java.util.List;
import org.wasmi.encoding.Isa;
import org.wasmi.exec.runtime.Compilations;
import org.wasmi.exec.runtime.LinkRequest;
import org.wasmi.exec.runtime.LinkedCode;
import org.wasmi.exec.runtime.Machine;
import org.wasmi.exec.runtime.NestingExecutor;
import org.wasmi.jit.internal.Compiler;
import org.wasmi.jit.internal.JavaFrames;
import org.wasmi.jit.internal.Tiering;

/**
 * The executor {@code tiered}: starts functions in the interpreter. It compiles those that are called often, or whose
 * loops run often, on its own threads. Frames of the interpreter enter the compiled code at the start of a loop.
 * Engines prefer it to all executors that come with wasmi. Thread-safe.
 *
 * <p>The threads are daemons, and end after ten seconds without work. All engines that have found the executor by name
 * share them.
 */
public final class TieredExecutor implements NestingExecutor {
    /** The name by which it is found. */
    public static final String NAME = "tiered";

    /**
     * The system property for the number of threads that compile, 1 by default; with 0, guest threads compile.
     */
    public static final String THREADS = "org.wasmi.jit.threads";

    /**
     * The system property for the number of function entries and loop iterations that make code hot, 1,000 by default.
     * It is that of code up to 500 words long, and grows with the length, at most to 32 times.
     */
    public static final String HOT = "org.wasmi.jit.hot";

    /**
     * The system property that decides whether the executor that is found by name compiles, {@code true} by default,
     * but {@code false} in native images, where no classes can be created. With {@code false}, all functions stay in
     * the interpreter, and engines prefer the executor {@code switch}.
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
     * Creates an executor that is not found by name.
     *
     * @param threads the number of threads that compile; with 0, guest threads compile
     * @param hot the number of function entries and loop iterations that make code hot, from 1;
     *     {@link Integer#MAX_VALUE}: nothing is hot
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
    public Compilations compilations() {
        return tiering.compilations();
    }

    @Override
    public LinkedCode link(LinkRequest request) {
        return tiering.link(request);
    }

    @Override
    public void run(Machine machine, int base) {
        Compiler.run(machine, base);
    }

    @Override
    public List<List<NestedFrame>> nestedFrames() {
        return JavaFrames.now();
    }
}
