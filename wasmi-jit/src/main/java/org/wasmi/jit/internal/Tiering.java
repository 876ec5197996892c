package org.wasmi.jit.internal;

import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.wasmi.exec.runtime.Calls;
import org.wasmi.exec.runtime.CodeCounter;
import org.wasmi.exec.runtime.Compilations;
import org.wasmi.exec.runtime.GuestFunction;
import org.wasmi.exec.runtime.LinkRequest;
import org.wasmi.exec.runtime.LinkedCode;
import org.wasmi.exec.runtime.Machine;

/** Runs code in the interpreter first, and compiles what turns out to be hot, on other threads. Thread-safe. */
public final class Tiering {
    /** How many entries and rounds of loops make code hot, if nothing else is said. */
    public static final int HOT = 1_000;

    /** That no code is ever hot. */
    public static final int NEVER = Integer.MAX_VALUE;

    private static final int QUEUED = 10_000;

    /** So many words of code are hot after the number that was asked for; twice as many after twice the number. */
    private static final int ORDINARY_LENGTH = 500;

    /** The longest code is hot after so many times the number. */
    private static final int MOST_TIMES = 32;

    private final Compiler compiler;
    private final Executor threads;

    private final int hot;

    /**
     * Makes what compiles.
     *
     * @param threads how many threads it has; with 0, those of guests compile
     * @param hot how many entries and rounds of loops make code hot, or {@link #NEVER}
     */
    public Tiering(Compiler compiler, int threads, int hot) {
        this.compiler = compiler;
        this.hot = hot;
        this.threads = threads == 0 ? Runnable::run : pool(threads);
    }

    private static Executor pool(int threads) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUED), runnable -> {
                    // The threads outlive the guest that asked first: they must not keep what it has.
                    Thread thread = new Thread(null, runnable, "wasmi-jit", 0, false);
                    thread.setContextClassLoader(null);
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** {@return what it has compiled so far} */
    public Compilations compilations() {
        return compiler.compilations();
    }

    /** {@return whether any code is ever compiled} */
    public boolean compiles() {
        return hot != NEVER;
    }

    /** {@return the code in the interpreter's form, which counts; or if it is never compiled, does not} */
    public LinkedCode link(LinkRequest request) {
        if (!compiles()) {
            return request.interpreted();
        }
        LinkedCode code = compiler.link(request, true);
        if (code instanceof CompiledCode compiled && !compiled.isAheadOfTime()) {
            return compiled.count(request.withCode(code.code()), new Counter(compiled));
        }
        return code;
    }

    private int enough(CompiledCode code) {
        int times = Math.min(MOST_TIMES, Math.max(1, code.code().length() / ORDINARY_LENGTH));
        return (int) Math.min(NEVER - 1, (long) hot * times);
    }

    private enum State {
        COLD,
        COMPILING,
        COMPILED,
        DECLINED
    }

    /** Counts for one function of a program. */
    private final class Counter extends CodeCounter {
        private final CompiledCode code;

        /** How many entries and rounds make it hot: more if it is long, as that takes longer to compile. */
        private final int enough;

        /** Whether half of them were seen. */
        private boolean warm;

        /** By form. */
        private final AtomicReferenceArray<State> states = new AtomicReferenceArray<>(Form.COUNT);

        Counter(CompiledCode code) {
            super((enough(code) + 1) / 2);
            this.code = code;
            this.enough = enough(code);
            for (int i = 0; i < states.length(); i++) {
                states.set(i, State.COLD);
            }
        }

        @Override
        protected int reached(Machine machine) {
            if (!warm) {
                warm = true;
                code.setWarm();
                if (enough > 1) {
                    return enough / 2;
                }
            }
            int position = machine.position();
            Form form = code.formOn(machine);
            State state = states.get(form.number);
            if (state == State.COLD || (state == State.COMPILED && !code.isPrepared(form, position))) {
                // At its start, a frame has nothing to go on with: the next call has the compiled function.
                // If it is in a loop, it will be here again, unless the loop ends before that pays.
                compile(machine.function(), form, position, state == State.COMPILED);
            } else if (state == State.COMPILED) {
                Optional<ResumedCode> resumption = code.resumption(form, position);
                if (resumption.isPresent()) {
                    machine.continueIn(resumption.get(), position);
                    return 1; // frames that leave compiled code are to be back soon
                }
            }
            return enough;
        }

        private void compile(GuestFunction function, Form form, int position, boolean inLoop) {
            states.set(form.number, State.COMPILING);
            try {
                threads.execute(() -> states.set(
                        form.number, compiled(function, form, position, inLoop) ? State.COMPILED : State.DECLINED));
            } catch (RejectedExecutionException full) {
                states.set(form.number, State.COLD); // asked for again, if it stays hot
            }
        }

        /** {@return whether the function is compiled now} If not, it stays in the interpreter. */
        private boolean compiled(GuestFunction function, Form form, int position, boolean inLoop) {
            try {
                boolean compiled = code.callable(form).isCompiled();
                if (compiled) {
                    if (inLoop) {
                        code.prepare(form, position);
                    }
                    Calls.replaceCode(function, code);
                }
                return compiled;
            } catch (LinkageError | OutOfMemoryError failed) { // a full metaspace, or no ASM
                warn(failed);
                return false;
            }
        }

        /** Loads what logs only now: no start needs it. */
        private static void warn(Throwable failed) {
            try {
                System.getLogger(Tiering.class.getName())
                        .log(System.Logger.Level.WARNING, "a function stays in the interpreter", failed);
            } catch (LinkageError | OutOfMemoryError full) {
                // A full metaspace has no room for that either. The function stays in the interpreter all the same.
            }
        }
    }
}
