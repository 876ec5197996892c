package org.wasmi.debug;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.wasmi.encoding.program.Program;
import org.wasmi.exec.runtime.Machine;

/** What is debugged: a program, where it is to stop, and the threads that run it. Thread-safe. */
final class Session {
    /** Takes what happens on threads of guests. */
    interface Listener {

        /** A thread runs guests for the first time. */
        void started(GuestThread thread);

        /** A thread has stopped, for a reason of the protocol. */
        void stopped(GuestThread thread, String reason, String text);
    }

    private final Debuggee debuggee;
    private final Sources sources;
    private final Listener listener;
    private final Map<Thread, GuestThread> threads = new ConcurrentHashMap<>();

    /** By what has set them: the offsets of breakpoints. */
    private final Map<String, Set<Integer>> breakpoints = new ConcurrentHashMap<>();

    private volatile Set<Integer> allBreakpoints = Set.of();
    private volatile boolean stopsOnTraps = true;
    private volatile boolean ending;
    private volatile boolean stopsOnEntry;
    private volatile boolean runsThrough;

    Session(Debuggee debuggee, Listener listener) {
        this.debuggee = debuggee;
        this.listener = listener;
        this.sources = new Sources(debuggee.wasm(), debuggee.program());
    }

    Program program() {
        return debuggee.program();
    }

    Debuggee debuggee() {
        return debuggee;
    }

    Sources sources() {
        return sources;
    }

    /** {@return the thread that runs here, which enters a run} */
    GuestThread enter(Machine machine) {
        GuestThread known = threads.get(Thread.currentThread());
        GuestThread thread = known != null ? known : start();
        thread.enter(machine);
        return thread;
    }

    private GuestThread start() {
        GuestThread thread;
        synchronized (this) {
            thread = new GuestThread(
                    this, threads.size() + 1, Thread.currentThread().getName());
            threads.put(Thread.currentThread(), thread);
        }
        if (stopsOnEntry) {
            stopsOnEntry = false;
            thread.stopAtEntry();
        }
        listener.started(thread);
        return thread;
    }

    List<GuestThread> threads() {
        List<GuestThread> all = new ArrayList<>(threads.values());
        all.sort((one, other) -> Integer.compare(one.id, other.id));
        return all;
    }

    GuestThread thread(int id) {
        return threads().stream()
                .filter(each -> each.id == id)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no thread " + id));
    }

    void stopped(GuestThread thread, String reason, String text) {
        listener.stopped(thread, reason, text);
    }

    boolean isBreakpoint(int offset) {
        return !runsThrough && allBreakpoints.contains(offset);
    }

    /** Replaces the breakpoints of a file, or of functions. */
    synchronized void setBreakpoints(String of, Set<Integer> offsets) {
        breakpoints.put(of, Set.copyOf(offsets));
        Set<Integer> all = ConcurrentHashMap.newKeySet();
        breakpoints.values().forEach(all::addAll);
        allBreakpoints = Set.copyOf(all);
    }

    boolean stopsOnTraps() {
        return !runsThrough && stopsOnTraps;
    }

    void stopOnTraps(boolean wanted) {
        stopsOnTraps = wanted;
    }

    void stopOnEntry() {
        stopsOnEntry = true;
    }

    /** Has threads stop only when an editor asks them to. */
    void runThrough() {
        runsThrough = true;
    }

    boolean isEnding() {
        return ending;
    }

    /** Has all threads end. */
    void end() {
        ending = true;
        threads().forEach(GuestThread::end);
    }
}
