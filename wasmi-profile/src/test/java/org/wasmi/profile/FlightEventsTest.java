package org.wasmi.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.program.Program;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.HostFunction;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Store;
import org.wasmi.exec.Suspension;
import org.wasmi.exec.Value;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.testkit.Modules;
import org.wasmi.translate.TranslationOptions;

class FlightEventsTest {
    private static final String MODULE = """
            (module $guest
              (import "env" "sleep" (func $sleep))
              (memory 1 3)
              (global $g i32 (i32.const 1))
              (func $divide (export "divide") (param i32) (result i32)
                (i32.div_u (i32.const 1) (local.get 0)))
              (func $slow (export "slow") (call $sleep))
              (func $grow (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
              (func $loop (export "loop") (param i32)
                (loop (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))))
            """;

    @TempDir
    private Path folder;

    private Store store = Engine.create().newStore();

    static List<String> executors() {
        return Executors.all().keySet().stream().sorted().toList();
    }

    private interface Run {
        void with(Instance instance) throws IOException;
    }

    /** {@return the events of a run, by their names, those of constant expressions and the like included} */
    @SuppressWarnings("try") // it is closed, no more
    private Map<String, List<RecordedEvent>> record(String executor, Run run) throws IOException {
        store = Engine.create(EngineConfig.DEFAULT.withExecutor(executor)).newStore();
        Path file = folder.resolve(executor + ".jfr");
        try (Closeable recording = FlightEvents.record(file)) {
            Program program =
                    FlightEvents.translating(() -> Modules.fromText(MODULE, TranslationOptions.DEFAULT.withFuel(true)));
            FlightEvents.observe(store);
            run.with(new Linker()
                    .function("env", "sleep", HostFunction.of((Runnable) FlightEventsTest::sleep))
                    .instantiate(store, program));
        }
        return RecordingFile.readAllEvents(file).stream()
                .collect(Collectors.groupingBy(each -> each.getEventType().getName()));
    }

    /** Longer than the threshold of 1 ms. */
    private static void sleep() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @MethodSource("executors")
    void eventsTellWhatHappened(String executor) throws IOException {
        Map<String, List<RecordedEvent>> events = record(executor, instance -> {
            instance.function("slow").call();
            instance.function("grow").call(Value.i32(1));
            instance.function("grow").call(Value.i32(5));
            Assertions.assertThatThrownBy(() -> instance.function("divide").call(Value.i32(0)))
                    .isInstanceOf(TrapException.class);
        });
        assertThat(events)
                .containsKeys("org.wasmi.Translation", "org.wasmi.Instantiation", "org.wasmi.Call", "org.wasmi.Trap");
        assertThat(events.get("org.wasmi.Translation")).singleElement().satisfies(event -> {
            assertThat(event.getString("module")).isEqualTo("guest");
            assertThat(event.getInt("functions")).isEqualTo(4);
        });
        assertThat(events.get("org.wasmi.Instantiation"))
                .singleElement()
                .satisfies(event -> assertThat(event.getLong("memoryBytes")).isEqualTo(65_536));
        assertThat(events.get("org.wasmi.Call"))
                .anySatisfy(event -> assertThat(event.getString("function")).isEqualTo("slow"))
                .noneSatisfy(event -> assertThat(event.getString("function")).isEqualTo("func[-1]"));
        assertThat(events.get("org.wasmi.Trap")).singleElement().satisfies(event -> {
            assertThat(event.getString("trap")).isEqualTo("INTEGER_DIVIDE_BY_ZERO");
            assertThat(event.getString("function")).isEqualTo("divide");
            assertThat(event.getString("place")).startsWith("divide [guest+0x");
        });
        assertThat(events.get("org.wasmi.MemoryGrowth"))
                .extracting(event -> event.getLong("before"), event -> event.getLong("after"))
                .containsExactly(Assertions.tuple(65_536L, 131_072L), Assertions.tuple(131_072L, 131_072L));
        assertThat(events).doesNotContainKeys("org.wasmi.OutOfFuel", "org.wasmi.Suspension");
        if (executor.equals("compiled")) {
            assertThat(events.get("org.wasmi.jit.Compilation"))
                    .extracting(event -> event.getString("function"))
                    .contains("slow", "grow", "divide");
        }
    }

    @ParameterizedTest
    @MethodSource("executors")
    void eventsTellOfFuelAndSuspensions(String executor) throws IOException {
        Map<String, List<RecordedEvent>> events = record(executor, instance -> {
            store.addFuel(0);
            Assertions.assertThatThrownBy(() -> instance.function("loop").call(Value.i32(1_000)))
                    .isInstanceOf(TrapException.class);
            var outcome = instance.function("loop").start(Value.i32(1_000));
            while (outcome instanceof Suspension suspension) {
                store.addFuel(4_000);
                outcome = suspension.resume();
            }
        });
        assertThat(events.get("org.wasmi.OutOfFuel"))
                .extracting(event -> event.getLong("missing") > 0)
                .startsWith(false, true);
        assertThat(events.get("org.wasmi.Suspension"))
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event.getLong("missing")).isPositive());
        assertThat(events.get("org.wasmi.Trap")).hasSize(1);
    }

    @Test
    void samplesOfAProfilerAreEvents() throws IOException {
        Map<String, List<RecordedEvent>> events = record(Executors.preferred(), instance -> {
            store.observe(new Sampler(new AtomicLong()::incrementAndGet));
            instance.function("loop").call(Value.i32(100_000));
        });
        assertThat(events.get("org.wasmi.Sample")).anySatisfy(event -> {
            assertThat(event.getString("function")).isEqualTo("loop");
            assertThat(event.getString("stack")).isEqualTo("loop");
            assertThat(event.getLong("ticks")).isPositive();
        });
    }

    @Test
    void nothingIsReportedWhileNothingRecords() throws IOException {
        FlightEvents.observe(store);
        Instance instance = new Linker()
                .function("env", "sleep", HostFunction.of((Runnable) () -> {}))
                .instantiate(store, Modules.fromText(MODULE));
        instance.function("slow").call();
        Path file = folder.resolve("none.jfr");
        FlightEvents.record(file).close();
        assertThat(RecordingFile.readAllEvents(file).stream()
                        .filter(each -> each.getEventType().getName().startsWith("org.wasmi.")))
                .isEmpty();
    }
}
