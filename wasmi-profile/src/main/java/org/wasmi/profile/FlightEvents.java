package org.wasmi.profile;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import jdk.jfr.Configuration;
import jdk.jfr.EventType;
import jdk.jfr.Recording;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.error.Symbols;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.program.Program;
import org.wasmi.exec.Store;
import org.wasmi.exec.WasmFunction;
import org.wasmi.exec.runtime.FunctionState;
import org.wasmi.exec.runtime.GuestFunction;
import org.wasmi.exec.runtime.InstanceState;
import org.wasmi.exec.runtime.Stacks;
import org.wasmi.exec.runtime.StoreObserver;

/**
 * Events of guests for the JDK's flight recorder, all in the category WebAssembly: {@code org.wasmi.Translation}, {@code
 * Instantiation}, {@code Call} for calls by the host that take longer than its threshold, {@code Trap}, {@code
 * MemoryGrowth}, {@code OutOfFuel} and {@code Suspension}; and {@code Sample} of a {@link Profiler}. Executors that
 * compile add {@code org.wasmi.jit.Compilation}. The file {@code wasmi.jfc} beside this class enables all of them, with a
 * threshold of 1 ms.
 *
 * <p>While nothing records, an observed store pays for a look at a flag on each call from the host, and allocates
 * nothing. This class needs the module {@code jdk.jfr}; nothing else here does.
 */
public final class FlightEvents {
    private FlightEvents() {}

    /** Has a store report events from now on. */
    public static void observe(Store store) {
        store.observe(new Observer(store));
    }

    /** {@return the result of a translation, which is reported} */
    public static Program translating(Supplier<Program> translation) {
        TranslationEvent event = new TranslationEvent();
        event.begin();
        Program program = translation.get();
        event.end();
        if (event.shouldCommit()) {
            event.module = program.names().module().orElse(null);
            event.functions = program.functions().size();
            event.commit();
        }
        return program;
    }

    /**
     * Starts a recording of all events of guests.
     *
     * @param file where to write it when it is closed
     * @throws IOException if the file cannot be written
     */
    public static Closeable record(Path file) throws IOException {
        try (Reader settings = new InputStreamReader(
                Optional.ofNullable(FlightEvents.class.getResourceAsStream("wasmi.jfc"))
                        .orElseThrow(() -> new IOException("no wasmi.jfc beside the class")),
                StandardCharsets.UTF_8)) {
            Recording recording = new Recording(Configuration.create(settings));
            recording.setName("wasmi");
            recording.setDestination(file);
            recording.start();
            return recording;
        } catch (ParseException e) {
            throw new IOException(e);
        }
    }

    /** {@return whether samples are recorded} */
    static boolean wantsSamples() {
        return Observer.SAMPLES.isEnabled();
    }

    /** Reports a sample, given by the names of functions, outermost first. */
    static void sample(List<String> functions, Optional<String> place, long ticks) {
        SampleEvent event = new SampleEvent();
        event.function = functions.isEmpty() ? null : functions.get(functions.size() - 1);
        event.place = place.orElse(null);
        event.stack = String.join(";", functions);
        event.ticks = ticks;
        event.commit();
    }

    /** Reports what a store does. */
    private static final class Observer implements StoreObserver {
        static final EventType SAMPLES = EventType.getEventType(SampleEvent.class);
        private static final EventType CALLS = EventType.getEventType(CallEvent.class);

        private final Store store;
        private final Deque<Begun> calls = new ArrayDeque<>();
        private int depth;
        private @Nullable Throwable reported;

        /** A call that is reported when it ends. */
        private record Begun(int depth, CallEvent event) {}

        Observer(Store store) {
            this.store = store;
        }

        @Override
        public void entering(Stacks stacks, @Nullable FunctionState function, int arguments) {
            depth++;
            if (CALLS.isEnabled()) {
                CallEvent event = new CallEvent();
                event.begin();
                calls.push(new Begun(depth, event));
            }
        }

        @Override
        public void left(Stacks stacks, @Nullable FunctionState function, int results, @Nullable Throwable thrown) {
            ended(function, thrown);
            if (thrown instanceof TrapException trap && !trap.equals(reported)) {
                reported = trap;
                trapped(trap, function);
            }
            if (depth == 0) {
                reported = null;
            }
        }

        @Override
        public void suspended(Stacks stacks, @Nullable FunctionState function, long missingFuel) {
            ended(function, null);
            SuspensionEvent event = new SuspensionEvent();
            if (event.shouldCommit()) {
                event.function = name(function);
                event.missing = missingFuel;
                event.commit();
            }
            if (missingFuel > 0) {
                outOfFuel(function, missingFuel);
            }
        }

        private void ended(@Nullable FunctionState function, @Nullable Throwable thrown) {
            Begun begun = calls.peek();
            if (begun != null && begun.depth >= depth) {
                calls.pop();
                CallEvent event = begun.event;
                event.end();
                // Constant expressions are no calls.
                if ((function == null || function instanceof WasmFunction) && event.shouldCommit()) {
                    event.function = name(function);
                    event.module = module(function);
                    event.exception = thrown == null ? null : thrown.toString();
                    event.commit();
                }
            }
            depth = Math.max(0, depth - 1);
        }

        private static void trapped(TrapException trap, @Nullable FunctionState function) {
            if (trap.trap() == Trap.OUT_OF_FUEL) {
                outOfFuel(function, 0);
            }
            TrapEvent event = new TrapEvent();
            if (event.shouldCommit()) {
                event.trap = trap.trap().name();
                event.message = trap.getMessage();
                event.function = name(function);
                event.module = module(function);
                if (!trap.frames().isEmpty()) {
                    event.place = trap.frames().get(0).toLines().get(0);
                }
                event.commit();
            }
        }

        private static void outOfFuel(@Nullable FunctionState function, long missing) {
            OutOfFuelEvent event = new OutOfFuelEvent();
            if (event.shouldCommit()) {
                event.function = name(function);
                event.missing = missing;
                event.commit();
            }
        }

        @Override
        public void instantiated(InstanceState instance, long nanos) {
            InstantiationEvent event = new InstantiationEvent();
            if (event.shouldCommit()) {
                event.module = instance.program().names().module().orElse(null);
                event.took = nanos;
                event.memoryBytes = store.memoryBytes();
                event.commit();
            }
        }

        @Override
        public void grown(long before, long after) {
            MemoryGrowthEvent event = new MemoryGrowthEvent();
            if (event.shouldCommit()) {
                event.before = before;
                event.after = after;
                event.commit();
            }
        }

        private static @Nullable String name(@Nullable FunctionState function) {
            return function instanceof GuestFunction guest
                    ? guest.instance()
                            .program()
                            .names()
                            .function(guest.index())
                            .map(Symbols::readable)
                            .orElse("func[" + guest.index() + "]")
                    : function == null ? null : "host function";
        }

        private static @Nullable String module(@Nullable FunctionState function) {
            return function instanceof GuestFunction guest
                    ? guest.instance().program().names().module().orElse(null)
                    : null;
        }
    }
}
