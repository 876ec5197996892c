package org.wasmi.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wasmi.encoding.error.Trap;
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
import org.wasmi.jit.TieredExecutor;
import org.wasmi.testkit.Modules;
import org.wasmi.translate.TranslationOptions;

class EngineMetricsTest {
    private static final Program PROGRAM = Modules.fromText("""
            (module
              (import "env" "host" (func $host))
              (memory 1 3)
              (table $t 10 20 funcref)
              (global i32 (i32.add (i32.const 1) (i32.const 2)))
              (func (export "divide") (param i32) (result i32) (i32.div_u (i32.const 1) (local.get 0)))
              (func (export "host") (call $host))
              (func (export "grow") (param i32) (result i32)
                (drop (table.grow $t (ref.null func) (local.get 0)))
                (memory.grow (local.get 0)))
              (func (export "loop") (param i32)
                (loop (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))))
            """, TranslationOptions.DEFAULT.withFuel(true));

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private Runnable host = () -> {};

    static List<String> executors() {
        return Executors.all().keySet().stream().sorted().toList();
    }

    private Engine engine = Engine.create();

    private EngineMetrics bound(String executor) {
        engine = Engine.create(EngineConfig.DEFAULT.withExecutor(executor));
        EngineMetrics metrics = new EngineMetrics(engine, Tags.of("app", "test"));
        metrics.bindTo(registry);
        return metrics;
    }

    private Instance instance(Store store) {
        return new Linker()
                .function("env", "host", HostFunction.of((Runnable) () -> host.run()))
                .instantiate(store, PROGRAM);
    }

    private long calls(String outcome) {
        return registry.get("wasmi.calls").tag("outcome", outcome).timer().count();
    }

    private double traps(Trap trap) {
        return registry.get("wasmi.traps")
                .tag("trap", trap.name().toLowerCase(Locale.ROOT))
                .counter()
                .count();
    }

    private double allTraps() {
        return registry.get("wasmi.traps").counters().stream()
                .mapToDouble(each -> each.count())
                .sum();
    }

    private double gauge(String name) {
        return registry.get(name).gauge().value();
    }

    @ParameterizedTest
    @MethodSource("executors")
    void callsAndTrapsAreCounted(String executor) {
        EngineMetrics metrics = bound(executor);
        Store store = engine.newStore();
        metrics.observe(store);
        Instance instance = instance(store);
        assertThat(registry.get("wasmi.instantiations").timer().count()).isEqualTo(1);
        assertThat(calls("returned")).as("constant expressions").isZero();
        instance.function("divide").call(Value.i32(1));
        instance.function("divide").call(Value.i32(2));
        assertThatThrownBy(() -> instance.function("divide").call(Value.i32(0))).isInstanceOf(TrapException.class);
        host = () -> {
            throw new IllegalStateException("of the host");
        };
        assertThatThrownBy(() -> instance.function("host").call()).hasMessageContaining("of the host");
        assertThat(calls("returned")).isEqualTo(2);
        assertThat(calls("trapped")).isEqualTo(1);
        assertThat(calls("threw")).isEqualTo(1);
        assertThat(traps(Trap.INTEGER_DIVIDE_BY_ZERO)).isEqualTo(1);
        assertThat(allTraps()).isEqualTo(1);
        assertThat(registry.get("wasmi.calls")
                        .tags("outcome", "returned", "app", "test", "executor", executor)
                        .timer()
                        .totalTime(TimeUnit.NANOSECONDS))
                .isPositive();
    }

    @ParameterizedTest
    @MethodSource("executors")
    void aTrapThroughNestedCallsIsOneTrap(String executor) {
        EngineMetrics metrics = bound(executor);
        Store store = engine.newStore();
        metrics.observe(store);
        Instance instance = instance(store);
        host = () -> instance.function("divide").call(Value.i32(0));
        for (int i = 1; i <= 2; i++) {
            assertThatThrownBy(() -> instance.function("host").call()).isInstanceOf(TrapException.class);
            assertThat(calls("trapped")).isEqualTo(2L * i);
            assertThat(allTraps()).isEqualTo(i);
        }
        // Deeper than the times that are kept at first.
        AtomicInteger left = new AtomicInteger(20);
        host = () -> {
            if (left.getAndDecrement() > 0) {
                instance.function("host").call();
            }
        };
        instance.function("host").call();
        assertThat(calls("returned")).isEqualTo(21);
    }

    @ParameterizedTest
    @MethodSource("executors")
    void fuelIsThatOfTheStores(String executor) {
        EngineMetrics metrics = bound(executor);
        double sum = 0;
        for (int i = 1; i <= 3; i++) {
            Store store = engine.newStore();
            metrics.observe(store);
            Instance instance = instance(store);
            for (int k = 0; k < 5; k++) {
                instance.function("loop").call(Value.i32(1_000 * i));
            }
            sum += store.fuelUsed();
        }
        assertThat(sum).isGreaterThan(5 * 6_000);
        assertThat(registry.get("wasmi.fuel").counter().count()).isEqualTo(sum);
    }

    @ParameterizedTest
    @MethodSource("executors")
    void sizesAreThoseOfOpenStores(String executor) {
        EngineMetrics metrics = bound(executor);
        Store first = engine.newStore();
        metrics.observe(first);
        Instance instance = instance(first);
        assertThat(gauge("wasmi.memory")).isEqualTo(65_536);
        assertThat(gauge("wasmi.tables")).isEqualTo(10);
        instance.function("grow").call(Value.i32(1));
        assertThat(gauge("wasmi.memory")).isEqualTo(131_072);
        assertThat(gauge("wasmi.tables")).isEqualTo(11);
        instance.function("grow").call(Value.i32(100));
        assertThat(gauge("wasmi.memory")).isEqualTo(131_072);
        Store second = engine.newStore();
        metrics.observe(second);
        instance(second);
        assertThat(gauge("wasmi.memory")).isEqualTo(196_608);
        first.close();
        first.close();
        assertThat(gauge("wasmi.memory")).isEqualTo(65_536);
        assertThat(gauge("wasmi.tables")).isEqualTo(10);
        second.close();
        assertThat(gauge("wasmi.memory")).isZero();
        assertThat(gauge("wasmi.tables")).isZero();
    }

    @ParameterizedTest
    @MethodSource("executors")
    void suspendedCallsWait(String executor) {
        EngineMetrics metrics = bound(executor);
        Store store = engine.newStore();
        metrics.observe(store);
        Instance instance = instance(store);
        store.addFuel(0);
        Suspension first = (Suspension) instance.function("loop").start(Value.i32(1_000));
        Suspension second = (Suspension) instance.function("loop").start(Value.i32(1_000));
        Suspension third = (Suspension) instance.function("loop").start(Value.i32(1_000));
        assertThat(gauge("wasmi.calls.waiting")).isEqualTo(3);
        store.addFuel(100_000);
        first.resume();
        assertThat(gauge("wasmi.calls.waiting")).isEqualTo(2);
        second.cancel();
        assertThat(gauge("wasmi.calls.waiting")).isEqualTo(1);
        assertThat(calls("suspended")).isEqualTo(3);
        assertThat(calls("returned")).isEqualTo(1);
        assertThat(third.function().store()).isEqualTo(store);
        store.close();
        assertThat(gauge("wasmi.calls.waiting")).isZero();
    }

    @ParameterizedTest
    @MethodSource("executors")
    void compilationsAreThoseOfTheExecutor(String executor) {
        EngineMetrics metrics = bound(executor);
        var compilations = registry.get("wasmi.compilations").functionTimer();
        double before = compilations.count();
        double time = compilations.totalTime(TimeUnit.NANOSECONDS);
        Store store = engine.newStore();
        metrics.observe(store);
        // A program that no other test has had compiled.
        Instance instance = new Linker().instantiate(store, Modules.fromText("""
                        (module (func (export "loop") (param i32)
                          (loop (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))))
                        """));
        instance.function("loop").call(Value.i32(10));
        if (executor.equals("compiled")) {
            assertThat(compilations.count()).isEqualTo(before + 1);
            assertThat(compilations.totalTime(TimeUnit.NANOSECONDS)).isGreaterThan(time);
        } else if (!executor.equals("tiered")) { // whose thread compiles at its own pace
            assertThat(compilations.count()).isZero();
        }
    }

    @Test
    void compilationsOfHotFunctionsAreCounted() {
        engine = Engine.create(EngineConfig.DEFAULT, new TieredExecutor(0, 10));
        new EngineMetrics(engine).bindTo(registry);
        var compilations = registry.get("wasmi.compilations").functionTimer();
        Instance instance = instance(engine.newStore());
        instance.function("divide").call(Value.i32(1));
        assertThat(compilations.count()).isZero();
        for (int i = 0; i < 20; i++) {
            instance.function("divide").call(Value.i32(1));
        }
        assertThat(compilations.count()).isEqualTo(1);
    }

    @Test
    void namesOfGuestsAreNoTags() {
        EngineMetrics metrics = bound(Executors.preferred());
        Set<Meter.Id> before = ids();
        Store store = engine.newStore();
        metrics.observe(store);
        Instance instance = instance(store);
        instance.function("divide").call(Value.i32(1));
        assertThatThrownBy(() -> instance.function("divide").call(Value.i32(0))).isInstanceOf(TrapException.class);
        assertThat(ids()).isEqualTo(before).hasSizeLessThan(100);
    }

    private Set<Meter.Id> ids() {
        return registry.getMeters().stream().map(Meter::getId).collect(Collectors.toSet());
    }

    @Test
    void aStoreOfAnotherEngineIsRefused() {
        EngineMetrics metrics = new EngineMetrics(Engine.create());
        Store store = Engine.create().newStore();
        assertThatThrownBy(() -> metrics.observe(store)).isInstanceOf(IllegalArgumentException.class);
    }
}
