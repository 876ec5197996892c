package org.wasmi.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.type.Limits;

/** Offsets of 64 bits, which a stored program may have, though no translator makes them as large as that. */
@Timeout(60)
class WideOffsetsTest {

    @ParameterizedTest
    @MethodSource("org.wasmi.exec.Guest#executors")
    void whatWrapsAroundTraps(String executor) {
        for (long offset : new long[] {-1, -8, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32, 10L << 16}) {
            Instance guest = new Guest()
                    .memory("memory", Limits.between(10, 10))
                    .function("load", Guest.I32_TO_I32, 1, w -> {
                        w.write(Op.LOAD8_U_M, 0, 0, offset, 0);
                        w.write(Op.RETURN_S, 0);
                    })
                    .function("store", Guest.I32_TO_NOTHING, 1, w -> {
                        w.write(Op.STORE8_M, 0, offset, 0, 0);
                        w.write(Op.RETURN);
                    })
                    .instantiate(Engine.create(EngineConfig.DEFAULT.withExecutor(executor))
                            .newStore());
            for (int address : new int[] {0, 5, 8, 100_000, -1}) {
                for (String function : new String[] {"load", "store"}) {
                    TrapException trap = catchThrowableOfType(
                            TrapException.class, () -> guest.function(function).call(Value.i32(address)));
                    assertThat(trap)
                            .as("%s at %s + %s", function, address, offset)
                            .isNotNull();
                    assertThat(trap.trap()).isEqualTo(Trap.MEMORY_OUT_OF_BOUNDS);
                }
            }
        }
    }
}
