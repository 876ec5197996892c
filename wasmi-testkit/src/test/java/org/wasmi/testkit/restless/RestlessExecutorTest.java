package org.wasmi.testkit.restless;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.NumType;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Store;
import org.wasmi.exec.StoreLimit;
import org.wasmi.exec.Value;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.testkit.ModuleBuilder;
import org.wasmi.testkit.arbitraries.WasmModule;
import org.wasmi.testkit.arbitraries.WasmModules;
import org.wasmi.testkit.differential.Observation;
import org.wasmi.translate.TranslationOptions;
import org.wasmi.translate.Translator;
import org.wasmi.translate.binary.WasmFeatures;

/** Guests see nothing of what {@link RestlessExecutor} does; and it does what its contract test is to show. */
class RestlessExecutorTest {
    private final RestlessExecutor restless = new RestlessExecutor();
    private final Engine engine = engine(restless);
    private final Engine reference = engine(Executors.named(Executors.SWITCH));

    private static Engine engine(Executor executor) {
        return Engine.create(EngineConfig.DEFAULT.withLimit(StoreLimit.CALL_DEPTH, 5_000), executor);
    }

    @Provide
    Arbitrary<WasmModule> modules() {
        return WasmModules.valid();
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void fuelIsThatOfTheReference(@ForAll("modules") WasmModule module, @ForAll @IntRange(max = 50_000) int fuel) {
        Program program = Translator.translate(
                module.wasm(), TranslationOptions.DEFAULT.withFuel(true).withFeatures(WasmFeatures.ALL));
        try (Store expected = reference.newStore();
                Store store = engine.newStore()) {
            expected.addFuel(fuel);
            store.addFuel(fuel);
            Observation seen = Observation.of(expected, program, module.calls());
            assertThat(seen.difference(Observation.of(store, program, module.calls())))
                    .isEmpty();
            assertThat(store.fuel()).isEqualTo(expected.fuel());
        }
    }

    /** {@code depth(n)} nests n calls; {@code fail(n)} traps at the bottom; {@code loop(n)} adds up to n. */
    private static Program program() {
        return Translator.translate(new ModuleBuilder()
                .function("depth", "i32 -> i32", code -> code.localGet(0)
                        .ifThen("-> i32")
                        .localGet(0)
                        .i32Const(1)
                        .op("i32.sub")
                        .call(0)
                        .i32Const(1)
                        .op("i32.add")
                        .orElse()
                        .i32Const(0)
                        .end())
                .function("fail", "i32 ->", code -> code.localGet(0)
                        .ifThen()
                        .localGet(0)
                        .i32Const(1)
                        .op("i32.sub")
                        .call(1)
                        .orElse()
                        .op("unreachable")
                        .end())
                .function("loop", "i32 -> i32", code -> code.locals(NumType.I32)
                        .loop()
                        .localGet(0)
                        .localGet(1)
                        .op("i32.add")
                        .localSet(1)
                        .localGet(0)
                        .i32Const(1)
                        .op("i32.sub")
                        .localTee(0)
                        .brIf(0)
                        .end()
                        .localGet(1))
                .build());
    }

    private static int call(Instance instance, String function, int argument) {
        Value.I32 result = (Value.I32)
                instance.function(function).call(Value.i32(argument)).get(0);
        return result.value();
    }

    @Test
    void theDepthOfCallsIsExactBeyondThoseThatAreNested() {
        Program program = program();
        for (int rarity : List.of(16, 1_000_000)) {
            RestlessExecutor executor = new RestlessExecutor(rarity);
            for (int i = 0; i < 50; i++) {
                Instance instance = new Linker().instantiate(engine(executor).newStore(), program);
                assertThat(call(instance, "depth", 4_999)).isEqualTo(4_999);
                int tooDeep = 5_000 + 1_000 * (i % 2);
                TrapException trap = catchThrowableOfType(TrapException.class, () -> call(instance, "depth", tooDeep));
                assertThat(trap.trap()).isEqualTo(Trap.CALL_STACK_EXHAUSTED);
                assertThat(trap).hasMessageContaining("5000 calls are nested");
                assertThat(trap.frames().size() + trap.backtrace().omitted()).isEqualTo(5_000);
                assertThat(instance.store().deepestCall()).isEqualTo(5_000);
            }
            if (rarity == 16) {
                assertThat(executor.replacements.get()).isGreaterThan(100);
                assertThat(executor.continuations.get()).isGreaterThan(100);
            } else { // half of the functions nest, each as deep as is allowed, twice
                assertThat(executor.nestedCalls.get()).isGreaterThan(2 * 10 * 999);
            }
        }
    }

    @Test
    void backtracesAreThoseOfTheReference() {
        Program program = program();
        Instance expected = new Linker().instantiate(reference.newStore(), program);
        Instance instance = new Linker().instantiate(engine.newStore(), program);
        for (int depth : List.of(0, 1, 5, 30, 63, 64, 200, 2_000)) {
            for (int i = 0; i < 20; i++) {
                assertThat(trace(instance, depth)).isEqualTo(trace(expected, depth));
            }
        }
    }

    private static String trace(Instance instance, int depth) {
        return catchThrowableOfType(
                        TrapException.class, () -> instance.function("fail").call(Value.i32(depth)))
                .backtrace()
                .toString();
    }

    @Test
    void loopsGoOnInOtherCode() {
        for (int i = 1; i <= 200; i++) {
            Instance instance = new Linker().instantiate(engine.newStore(), program());
            assertThat(call(instance, "loop", i)).isEqualTo(i * (i + 1) / 2);
        }
        assertThat(restless.continuations.get()).isGreaterThan(20);
    }
}
