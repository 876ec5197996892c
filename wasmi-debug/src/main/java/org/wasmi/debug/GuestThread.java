package org.wasmi.debug;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.exec.runtime.FrameCode;
import org.wasmi.exec.runtime.Machine;

/** A thread that runs guests. While it is stopped, it does what it is asked: the state of a store is its own alone. */
final class GuestThread {
    /** How to go on. */
    enum Step {
        RUN,
        IN,
        OVER,
        OUT
    }

    /**
     * A frame of a guest.
     *
     * @param machine where it is
     * @param number its number there
     * @param position the position of its instruction that runs, in {@code code}
     */
    record Frame(Machine machine, int number, FrameCode code, int position) {}

    private static final String RUNS = "the thread runs";

    final int id;
    final String name;
    private final Session session;
    private final BlockingQueue<FutureTask<?>> tasks = new LinkedBlockingQueue<>();

    /** The machines of runs within runs, the innermost first. */
    private final Deque<Machine> machines = new ArrayDeque<>();

    private volatile boolean stopped;
    private volatile boolean pausing;
    private boolean entering;

    private Step step = Step.RUN;
    private boolean byOperator;
    private int depthBefore;
    private @Nullable Place placeBefore;

    /** Where it is stopped. */
    private @Nullable DebugCode codeAtStop;

    private int positionAtStop;

    private @Nullable TrapException lastTrap;

    /** Whether the next instruction has been asked about already. */
    private boolean repeating;

    GuestThread(Session session, int id, String name) {
        this.session = session;
        this.id = id;
        this.name = name;
    }

    void enter(Machine machine) {
        machines.push(machine);
    }

    void leave() {
        machines.pop();
    }

    /** An instruction is about to be executed for the second time. */
    void repeats() {
        repeating = true;
    }

    boolean isStopped() {
        return stopped;
    }

    /** Has the thread stop at the next operator. */
    void pause() {
        pausing = true;
    }

    /** Has the thread stop at its first operator. */
    void stopAtEntry() {
        entering = true;
    }

    // On the thread itself.

    /** Stops before an operator, if that is wanted. */
    void before(DebugCode code, int position) {
        if (repeating) {
            repeating = false;
            return;
        }
        if (session.isEnding()) {
            throw new CancellationException("the debugger has ended");
        }
        if (entering) {
            entering = false;
            stop("entry", "", code, position);
        } else if (pausing) {
            pausing = false;
            stop("pause", "", code, position);
        } else if (session.isBreakpoint(code.offsets[position])) {
            stop("breakpoint", "", code, position);
        } else if (step != Step.RUN && endsStep(code.place(position).orElse(null))) {
            stop("step", "", code, position);
        }
    }

    private boolean endsStep(@Nullable Place place) {
        int depth = depth(place);
        if (byOperator) {
            return step == Step.IN || (step == Step.OVER ? frames() <= depthBefore : frames() < depthBefore);
        }
        if (place == null) {
            return false;
        }
        boolean elsewhere = placeBefore == null || !place.isOnLineOf(placeBefore) || depth != depthBefore;
        return switch (step) {
            case RUN -> false;
            case IN -> elsewhere;
            case OVER -> depth <= depthBefore && elsewhere;
            case OUT -> depth < depthBefore;
        };
    }

    private int frames() {
        Machine counted = null;
        int depth = 0;
        for (Machine each : machines) {
            if (each != counted) { // runs of one machine that follow each other share its frames
                depth += each.depth();
            }
            counted = each;
        }
        return depth;
    }

    /** {@return the number of calls, of which some may have been inlined at the top} */
    private int depth(@Nullable Place place) {
        return frames() + (place == null ? 0 : place.inlined());
    }

    /** Stops where a guest has trapped. */
    void trapped(TrapException trap, DebugCode code, int position) {
        boolean known = trap == lastTrap; // it has left a run within this one
        lastTrap = trap;
        if (!known && session.stopsOnTraps()) {
            stop("exception", String.valueOf(trap.getMessage()), code, position);
        }
    }

    private void stop(String reason, String text, DebugCode code, int position) {
        codeAtStop = code;
        positionAtStop = position;
        step = Step.RUN;
        stopped = true;
        session.stopped(this, reason, text);
        try {
            while (stopped) {
                tasks.take().run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while a guest was stopped");
        } finally {
            refuseTasks();
        }
        codeAtStop = null;
        if (session.isEnding()) {
            throw new CancellationException("the debugger has ended");
        }
    }

    /** Cancels what was asked while the thread was already to go on: nobody would do it. */
    private void refuseTasks() {
        synchronized (tasks) {
            stopped = false;
            tasks.forEach(each -> each.cancel(false));
            tasks.clear();
        }
    }

    /** {@return the frames, innermost first; on the thread itself} */
    List<Frame> frameList() {
        List<Frame> frames = new ArrayList<>();
        Machine before = null;
        boolean top = true;
        for (Machine machine : machines) {
            if (machine == before) {
                continue;
            }
            before = machine;
            for (int i = machine.depth() - 1; i >= 0; i--) {
                FrameCode code = machine.codeAt(i);
                // Other frames go on behind the instruction that they execute.
                int position = top ? positionAtStop : Math.max(0, machine.positionAt(i) - 1);
                frames.add(new Frame(machine, i, code, position));
                top = false;
            }
        }
        return frames;
    }

    // On other threads.

    /**
     * {@return what a task comes to, which the thread does while it is stopped}
     *
     * @throws IllegalStateException if it runs, or if the task fails
     */
    <T> T ask(Callable<T> task) {
        FutureTask<T> future = new FutureTask<>(task);
        synchronized (tasks) {
            if (!stopped) {
                throw new IllegalStateException(RUNS);
            }
            tasks.add(future);
        }
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (CancellationException e) {
            throw new IllegalStateException(RUNS, e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IllegalStateException(String.valueOf(cause.getMessage()), cause);
        }
    }

    /** Has the thread go on. */
    void resume(Step how, boolean operator) {
        ask(() -> {
            Place place =
                    codeAtStop == null ? null : codeAtStop.place(positionAtStop).orElse(null);
            step = how;
            byOperator = operator;
            depthBefore = operator ? frames() : depth(place);
            placeBefore = place;
            stopped = false;
            return true;
        });
    }

    /** Has the thread end if it is stopped. */
    void end() {
        synchronized (tasks) {
            if (stopped) {
                tasks.add(new FutureTask<>(() -> {
                    stopped = false;
                    return true;
                }));
            }
        }
    }
}
