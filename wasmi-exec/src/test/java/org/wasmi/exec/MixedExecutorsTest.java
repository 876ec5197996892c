package org.wasmi.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wasmi.exec.Guest.I32;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.Isa;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.program.Program;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.exec.runtime.LinkRequest;
import org.wasmi.exec.runtime.LinkedCode;
import org.wasmi.exec.runtime.Machine;

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
        public int isaVersion() {
            return Isa.VERSION;
        }

        @Override
        public LinkedCode link(LinkRequest request) {
            Executor executor = all.get(next++ % all.size());
            used.add(executor.name());
            return executor.link(request);
        }

        @Override
        public void run(Machine machine, int base) {
            throw new AssertionError("no code is linked by this one");
        }
    }

    private static final int FUNCTIONS = 7;

    /**
     * A ring of functions: each calls the next one with one less and adds one; at 0 it ends, in a trap if the second
     * argument says so.
     */
    private static Program ring() {
        Guest guest = new Guest();
        for (int i = 0; i < FUNCTIONS; i++) {
            int next = (i + 1) % FUNCTIONS;
            guest.function("f" + i, Guest.I32_I32_TO_I32, 4, w -> {
                var more = w.newLabel();
                var fail = w.newLabel();
                w.branch(Op.BR_IF_NEZ, more, 0);
                w.branch(Op.BR_IF_NEZ, fail, 1);
                w.write(Op.RETURN_I, 0);
                w.bind(fail);
                w.write(Op.TRAP, Trap.UNREACHABLE.code());
                w.bind(more);
                w.write(Op.I32_ADD_SI, 2, 0, -1);
                w.write(Op.COPY, 3, 1);
                w.write(Op.CALL, next, 2);
                w.write(Op.I32_ADD_SI, 2, 2, 1);
                w.write(Op.RETURN_S, 2);
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

    /** As {@link #ring}, but each call goes through the host, which calls the next function. */
    private static Program ringThroughTheHost() {
        Guest guest = new Guest().imports("host", "next", Guest.type(List.of(I32, I32, I32), List.of(I32)));
        for (int i = 0; i < FUNCTIONS; i++) {
            int next = (i + 1) % FUNCTIONS;
            guest.function("f" + i, Guest.I32_I32_TO_I32, 5, w -> {
                var more = w.newLabel();
                var fail = w.newLabel();
                w.branch(Op.BR_IF_NEZ, more, 0);
                w.branch(Op.BR_IF_NEZ, fail, 1);
                w.write(Op.RETURN_I, 0);
                w.bind(fail);
                w.write(Op.TRAP, Trap.UNREACHABLE.code());
                w.bind(more);
                w.write(Op.CONST32, 2, next);
                w.write(Op.I32_ADD_SI, 3, 0, -1);
                w.write(Op.COPY, 4, 1);
                w.write(Op.CALL_IMPORT, 0, 2);
                w.write(Op.I32_ADD_SI, 2, 2, 1);
                w.write(Op.RETURN_S, 2);
            });
        }
        return guest.build();
    }

    @Test
    void framesAreHandedOverThroughTheHost() {
        InTurn executor = new InTurn();
        Linker linker = new Linker();
        int[] caught = new int[1];
        linker.function("host", "next", Guest.type(List.of(I32, I32, I32), List.of(I32)), call -> {
            WasmFunction next = call.caller().function("f" + call.i32(0));
            try {
                call.returnI32(next.newInvocation()
                        .pass(0, Value.i32(call.i32(1)))
                        .pass(1, Value.i32(call.i32(2)))
                        .call()
                        .i32(0));
            } catch (TrapException trap) {
                caught[0]++;
                if (call.i32(1) < 5) {
                    throw trap;
                }
                call.returnI32(1_000);
            }
        });
        Instance instance =
                linker.instantiate(Engine.create(EngineConfig.DEFAULT, executor).newStore(), ringThroughTheHost());
        WasmFunction first = instance.function("f0");

        assertThat(first.call(Value.i32(30), Value.i32(0))).containsExactly(Value.i32(30));
        assertThat(executor.used)
                .containsExactlyInAnyOrderElementsOf(Executors.all().keySet());
        // The trap passes the calls with 0 to 4 left; the host ends it at 5, and 8 - 5 calls add one each.
        assertThat(first.call(Value.i32(8), Value.i32(1))).containsExactly(Value.i32(1_003));
        assertThat(caught[0]).isEqualTo(6);
        assertThatThrownBy(() -> first.call(Value.i32(4), Value.i32(1)))
                .isInstanceOfSatisfying(TrapException.class, trap -> assertThat(trap.frames())
                        .extracting(TrapException.Frame::function)
                        .containsExactly(5, 4, 3, 2, 1));
        assertThat(first.call(Value.i32(3), Value.i32(0))).containsExactly(Value.i32(3));
    }
}
