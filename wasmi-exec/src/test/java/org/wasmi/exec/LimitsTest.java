package org.wasmi.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.program.Program;

@ParameterizedClass
@MethodSource("org.wasmi.exec.Guest#executors")
class LimitsTest {
    private static final Program RECURSION = new Guest()
            .metered()
            .function("depth", Guest.I32_TO_I32, 2, w -> Guest.recurse(w, 0))
            .function("forever", Guest.NOTHING, 3, w -> {
                w.write(Op.CALL, 1, 1);
                w.write(Op.RETURN);
            })
            .function("spin", Guest.NOTHING, 1, w -> {
                var again = w.newLabel();
                w.bind(again);
                w.write(Op.CONSUME_FUEL, 10);
                w.branch(Op.BR, again);
            })
            .build();

    private final EngineConfig config;

    LimitsTest(String executor) {
        config = EngineConfig.DEFAULT.withExecutor(executor);
    }

    private static Instance instance(EngineConfig config) {
        return new Linker().instantiate(Engine.create(config).newStore(), RECURSION);
    }

    private static TrapException trapOf(WasmFunction function, Value... arguments) {
        try {
            function.call(arguments);
        } catch (TrapException trap) {
            return trap;
        }
        throw new AssertionError("no trap");
    }

    @Test
    void recursionMayBeFiftyThousandDeep() {
        Instance instance = instance(config);
        assertThat(instance.function("depth").call(Value.i32(50_000))).containsExactly(Value.i32(50_000));
    }

    @Test
    void runawayRecursionTrapsAndLeavesAWorkingStore() {
        Instance instance = instance(config);
        TrapException trap = trapOf(instance.function("forever"));
        assertThat(trap.trap()).isEqualTo(Trap.CALL_STACK_EXHAUSTED);
        assertThat(trap.frames()).hasSize(64);
        assertThat(trap.omittedFrames()).isEqualTo(100_000 - 64);
        assertThat(instance.function("depth").call(Value.i32(10))).containsExactly(Value.i32(10));
    }

    @Test
    void theCallDepthIsExact() {
        for (int limit : new int[] {1, 2, 7, 8, 9, 1000}) {
            Instance instance = instance(config.withLimit(StoreLimit.CALL_DEPTH, limit));
            assertThat(instance.function("depth").call(Value.i32(limit - 1))).containsExactly(Value.i32(limit - 1));
            TrapException trap = trapOf(instance.function("depth"), Value.i32(limit));
            assertThat(trap.trap()).isEqualTo(Trap.CALL_STACK_EXHAUSTED);
            assertThat(trap.frames().size() + trap.omittedFrames()).isEqualTo(limit);
        }
    }

    @Test
    void theSizeOfTheValueStackIsExact() {
        // Frames of two slots, each one slot further on.
        for (int limit : new int[] {2, 3, 63, 64, 65, 1000}) {
            Instance instance = instance(config.withLimit(StoreLimit.STACK_SLOTS, limit));
            assertThat(instance.function("depth").call(Value.i32(limit - 2))).containsExactly(Value.i32(limit - 2));
            assertThat(trapOf(instance.function("depth"), Value.i32(limit - 1)).trap())
                    .isEqualTo(Trap.CALL_STACK_EXHAUSTED);
        }
        assertThat(trapOf(instance(config.withLimit(StoreLimit.STACK_SLOTS, 1)).function("depth"), Value.i32(0))
                        .trap())
                .isEqualTo(Trap.CALL_STACK_EXHAUSTED);
    }

    @Test
    void theNestingOfTheHostIsExact() {
        Linker linker = new Linker();
        Instance[] holder = new Instance[1];
        int[] reached = {0};
        linker.function("m", "again", Guest.NOTHING, call -> {
            reached[0]++;
            holder[0].function("run").call();
        });
        Program program = new Guest()
                .imports("m", "again", Guest.NOTHING)
                .function("run", Guest.NOTHING, 0, w -> {
                    w.write(Op.CALL_IMPORT, 0, 0);
                    w.write(Op.RETURN);
                })
                .build();
        Store store = Engine.create(config.withLimit(StoreLimit.HOST_DEPTH, 3)).newStore();
        holder[0] = linker.instantiate(store, program);
        TrapException trap = trapOf(holder[0].function("run"));
        assertThat(trap.trap()).isEqualTo(Trap.CALL_STACK_EXHAUSTED);
        assertThat(trap)
                .hasMessageContaining("3 calls from the host are nested")
                .hasMessageContaining("HOST_DEPTH");
        assertThat(reached[0]).isEqualTo(3);
    }

    @Test
    void theStackOverflowOfAHostIsATrap() {
        Linker linker = new Linker();
        linker.function("m", "overflow", Guest.NOTHING, call -> overflow(1));
        Program program = new Guest()
                .imports("m", "overflow", Guest.NOTHING)
                .function("run", Guest.NOTHING, 0, w -> {
                    w.write(Op.CALL_IMPORT, 0, 0);
                    w.write(Op.RETURN);
                })
                .build();
        Instance instance = linker.instantiate(Engine.create(config).newStore(), program);
        for (int i = 0; i < 3; i++) {
            TrapException trap = trapOf(instance.function("run"));
            assertThat(trap.trap()).isEqualTo(Trap.CALL_STACK_EXHAUSTED);
            assertThat(trap.frames()).hasSize(1);
        }
    }

    @SuppressWarnings("InfiniteRecursion") // that is the point
    private static int overflow(int depth) {
        return overflow(depth + 1) + depth;
    }

    @Test
    void fuelIsNotMeteredUntilSomeIsAdded() {
        Program program = new Guest()
                .metered()
                .function("ten", Guest.NOTHING, 0, w -> {
                    w.write(Op.CONSUME_FUEL, 10);
                    w.write(Op.RETURN);
                })
                .build();
        Store store = Engine.create(config).newStore();
        WasmFunction ten = new Linker().instantiate(store, program).function("ten");
        ten.call();
        assertThat(store.fuel()).isEmpty();
        store.addFuel(25);
        ten.call();
        ten.call();
        assertThat(store.fuel()).isEqualTo(OptionalLong.of(5));
        assertThat(trapOf(ten).trap()).isEqualTo(Trap.OUT_OF_FUEL);
        assertThat(store.fuel()).isEqualTo(OptionalLong.of(5));
        store.addFuel(Long.MAX_VALUE);
        assertThat(store.fuel()).isEqualTo(OptionalLong.of(Long.MAX_VALUE));
        ten.call();
        assertThat(store.fuel()).isEqualTo(OptionalLong.of(Long.MAX_VALUE - 10));
        assertThatIllegalArgumentException().isThrownBy(() -> store.addFuel(-1));
    }

    @Test
    void anEndlessLoopRunsOutOfFuel() {
        Instance instance = instance(config);
        instance.store().addFuel(1_000_005);
        assertThat(trapOf(instance.function("spin")).trap()).isEqualTo(Trap.OUT_OF_FUEL);
        assertThat(instance.store().fuel()).isEqualTo(OptionalLong.of(5));
    }

    @Test
    void configurationsAreChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config.withLimit(StoreLimit.CALL_DEPTH, 0))
                .withMessage("the limit on nested calls must be from 1 to 536870911, not 0");
        for (StoreLimit limit : StoreLimit.values()) {
            assertThatIllegalArgumentException().isThrownBy(() -> config.withLimit(limit, -1));
            assertThat(StoreLimits.STRICT.of(limit))
                    .as(limit.toString())
                    .isPositive()
                    .isLessThan(StoreLimits.DEFAULT.of(limit));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config.withLimit(StoreLimit.MEMORY_BYTES, StoreLimits.MAX_MEMORY_BYTES + 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Engine.create(config.withExecutor("none")))
                .withMessageContaining("no executor is named 'none'; there are ");
    }
}
