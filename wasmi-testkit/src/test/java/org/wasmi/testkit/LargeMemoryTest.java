package org.wasmi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.NumType;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Store;
import org.wasmi.exec.StoreLimit;
import org.wasmi.exec.StoreLimits;
import org.wasmi.exec.Value;
import org.wasmi.translate.Translator;

/**
 * A guest that writes all of three gibibytes. That few bytes of as many can be reached, wasmi-exec tests on any
 * machine.
 */
class LargeMemoryTest {
    private static final long SIZE = 3L << 30;
    private static final int STEP = 1 << 12;

    @Test
    void allOfThreeGibibytesIsWrittenAndRead() {
        long heap = Runtime.getRuntime().maxMemory();
        assumeTrue(heap >= SIZE / 2 * 3, () -> "needs a heap of 4.5 GiB, has one of " + heap + " bytes");
        byte[] wasm = new ModuleBuilder()
                .memory("memory", Limits.atLeast(1))
                .function("fill", "i32 -> i32", code -> code.i32Const(0xFFFF)
                        .op("memory.grow", 0)
                        .i32Const(0)
                        .i32Const(0x5A)
                        .localGet(0)
                        .op("memory.fill", 0))
                .function("sum", "i32 -> i64", code -> code.locals(NumType.I64)
                        .loop()
                        .localsGet(1, 0)
                        .i32Const(STEP)
                        .op("i32.sub")
                        .localTee(0)
                        .op("i64.load32_u", 0, 0)
                        .op("i64.add")
                        .localSet(1)
                        .localGet(0)
                        .brIf(0)
                        .end()
                        .localGet(1))
                .build();
        EngineConfig config = EngineConfig.DEFAULT.withLimit(StoreLimit.MEMORY_BYTES, StoreLimits.MAX_MEMORY_BYTES);
        try (Store store = Engine.create(config).newStore()) {
            Instance guest = new Linker().instantiate(store, Translator.translate(wasm));
            assertThat(guest.function("fill").call(Value.i32((int) SIZE))).containsExactly(Value.i32(1));
            assertThat(guest.memory("memory").size()).isEqualTo(1L << 32);
            assertThat(guest.function("sum").call(Value.i32((int) SIZE)))
                    .containsExactly(Value.i64(SIZE / STEP * 0x5A5A_5A5AL));
            assertThat(guest.memory("memory").getByte(SIZE)).isZero();
        }
    }
}
