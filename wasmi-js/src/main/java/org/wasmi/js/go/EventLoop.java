package org.wasmi.js.go;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Value;
import org.wasmi.js.JsException;
import org.wasmi.js.JsObject;

/** Runs a Go program, again and again when one of its timers has passed, until it exits. */
final class EventLoop {
    private final PriorityQueue<Timer> timers = new PriorityQueue<>(Comparator.comparingLong(Timer::due));
    private final Map<Integer, Timer> byId = new HashMap<>();
    private int lastId;
    private @Nullable Instance instance;
    private @Nullable JsObject pendingEvent;
    private boolean exited;
    private int exitCode;

    private record Timer(int id, long due) {}

    void attach(Instance made) {
        instance = made;
    }

    private Instance instance() {
        return Objects.requireNonNull(instance);
    }

    void run(Value... arguments) {
        instance().function("run").call(arguments);
        while (!exited) {
            Timer next = timers.poll();
            if (next == null) {
                // Nothing will ever wake the program. It is told so, and reports its deadlock.
                pendingEvent = new JsObject().with("id", 0.0);
                resume();
                if (!exited && timers.isEmpty()) {
                    throw new JsException(JsException.error("the Go program waits for what never comes"));
                }
            } else if (byId.containsKey(next.id)) {
                sleepUntil(next.due);
                // The program clears the timer when it has seen that it has passed.
                resume();
                if (!exited && byId.containsKey(next.id)) {
                    timers.add(new Timer(next.id, System.nanoTime()));
                }
            }
        }
    }

    private static void sleepUntil(long due) {
        try {
            TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TrapException(Trap.INTERRUPTED, "the thread is");
        }
    }

    /** Has the program look for events. */
    void resume() {
        if (exited) {
            throw new JsException(JsException.error("Go program has already exited"));
        }
        instance().function("resume").call();
    }

    /** Calls a function of the program. {@return its result} */
    @Nullable
    Object callBack(JsObject event) {
        pendingEvent = event;
        resume();
        return event.get("result");
    }

    @Nullable
    Object pendingEvent() {
        return pendingEvent;
    }

    void pendingEvent(@Nullable Object event) {
        pendingEvent = event instanceof JsObject object ? object : null;
    }

    int addTimer(long millis) {
        Timer timer = new Timer(++lastId, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Math.max(0, millis)));
        timers.add(timer);
        byId.put(timer.id, timer);
        return timer.id;
    }

    void removeTimer(int id) {
        Timer timer = byId.remove(id);
        if (timer != null) {
            timers.remove(timer);
        }
    }

    void exit(int code) {
        exited = true;
        exitCode = code;
    }

    boolean isExited() {
        return exited;
    }

    int exitCode() {
        return exitCode;
    }
}
