package org.wasmi.jit.internal;

import java.lang.ref.WeakReference;
import java.util.Optional;
import org.wasmi.encoding.error.Symbols;
import org.wasmi.encoding.program.Program;

/**
 * Counts a compilation, and reports it to the JDK's flight recorder if the module {@code jdk.jfr} is there and somebody
 * listens.
 * Confined to the thread that compiles.
 */
final class FlightRecorder {
    private static final boolean PRESENT = ModuleLayer.boot()
            .findModule("jdk.jfr")
            .map(FlightRecorder.class.getModule()::canRead)
            .orElse(false);

    private final WeakReference<Program> program;
    private final CompilationCounter counter;
    private final long begin = System.nanoTime();

    /** The event, if it is to be recorded; of any class, so that this class can be loaded without that module. */
    private final Optional<Object> event;

    /**
     * Begins to report.
     *
     * @param program the program, for names
     * @param counter counts it
     * @param function the index of the function
     * @param position where the loop begins at which frames go on, or nothing for the whole function
     */
    FlightRecorder(
            WeakReference<Program> program, CompilationCounter counter, int function, Optional<Integer> position) {
        this.program = program;
        this.counter = counter;
        this.event = PRESENT ? Recorded.begin(function, position) : Optional.empty();
    }

    /** Reports what was made. */
    void compiled(ClassMaker.Made made) {
        counter.add(begin);
        event.ifPresent(begun -> Recorded.end(begun, program, made, Optional.empty()));
    }

    /** Reports that the function stays in the interpreter. */
    void declined(String reason) {
        event.ifPresent(begun -> Recorded.end(begun, program, ClassMaker.Made.NOTHING, Optional.of(reason)));
    }

    /** All that needs the module. */
    private static final class Recorded {
        static Optional<Object> begin(int function, Optional<Integer> position) {
            CompilationEvent event = new CompilationEvent();
            if (!event.isEnabled()) {
                return Optional.empty();
            }
            event.index = function;
            event.tier = position.isPresent() ? "loop" : "function";
            event.position = position.orElse(0);
            event.begin();
            return Optional.of(event);
        }

        static void end(Object begun, WeakReference<Program> program, ClassMaker.Made made, Optional<String> declined) {
            CompilationEvent event = (CompilationEvent) begun;
            event.end();
            if (!event.shouldCommit()) {
                return;
            }
            Program alive = program.get();
            if (alive != null) {
                event.function = alive.names()
                        .function(event.index)
                        .map(Symbols::readable)
                        .orElse(null);
                event.module = alive.names().module().orElse(null);
            }
            event.instructions = made.instructions();
            event.classBytes = made.bytes().length;
            event.chunks = made.chunks();
            event.declined = declined.orElse(null);
            event.commit();
        }
    }
}
