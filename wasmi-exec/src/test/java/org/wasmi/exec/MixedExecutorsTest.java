package org.wasmi.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.Trap;
import org.wasmi.encoding.TrapException;
import org.wasmi.encoding.program.Program;

/** Functions of all executors call each other. */
class MixedExecutorsTest {

    /** Links each function by another executor, in turn. */
    private static final class InTurn implements Executor {
        private final List<Executor> all = List.copyOf(Executors.all().values());
        final Set<String> used = new HashSet<>();
        private int next;

        @Override
        public String name() {
            return "in-turn";
        }

        @Override
        public LinkedCode link(Code code) {
            Executor executor = all.get(next++ % all.size());
            used.add(executor.name());
            return executor.link(code);
        }

        @Override
        public void run(Machine machine, int base) {
            throw new AssertionError("no code is linked by this one");
        }
    }

    private static final int FUNCTIONS = 7;

    /** A ring of functions: each calls the next one with one less and adds one; at 0 it ends, in a trap if the second argument says so. */
    private static Program ring() {
        Guest guest = new Guest();
        for (int i = 0; i < FUNCTIONS; i++) {
            int next = (i + 1) % FUNCTIONS;
            guest.function("f" + i, Guest.I32_I32_TO_I32, 4, w -> {
                var more = w.newLabel();
                var fail = w.newLabel();
                w.bs(Op.BR_IF_NEZ, more, 0);
                w.bs(Op.BR_IF_NEZ, fail, 1);
                w.i(Op.RETURN_I, 0);
                w.bind(fail);
                w.i(Op.TRAP, Trap.UNREACHABLE.code());
                w.bind(more);
                w.rsi(Op.I32_ADD_SI, 2, 0, -1);
                w.rs(Op.COPY, 3, 1);
                w.xf(Op.CALL, next, 2);
                w.rsi(Op.I32_ADD_SI, 2, 2, 1);
                w.s(Op.RETURN_S, 2);
            });
        }
        return guest.build();
    }

    @Test
    void framesAreHandedOver() {
        InTurn executor = new InTurn();
        Instance instance = new Linker()
                .instantiate(Engine.create(EngineConfig.DEFAULT, executor).newStore(), ring());
        WasmFunction first = instance.function("f0");
        assertThat(first.call(Value.i32(10_000), Value.i32(0))).containsExactly(Value.i32(10_000));
        assertThat(executor.used)
                .containsExactlyInAnyOrderElementsOf(Executors.all().keySet());
        assertThatThrownBy(() -> first.call(Value.i32(8), Value.i32(1)))
                .isInstanceOfSatisfying(TrapException.class, trap -> assertThat(trap.frames())
                        .extracting(TrapException.Frame::function)
                        .containsExactly(1, 0, 6, 5, 4, 3, 2, 1, 0));
        assertThat(first.call(Value.i32(3), Value.i32(0))).containsExactly(Value.i32(3));
    }
}
