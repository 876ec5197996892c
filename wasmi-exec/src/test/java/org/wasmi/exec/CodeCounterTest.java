package org.wasmi.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wasmi.encoding.Isa;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.program.Program;
import org.wasmi.exec.runtime.CodeCounter;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.exec.runtime.LinkRequest;
import org.wasmi.exec.runtime.LinkedCode;
import org.wasmi.exec.runtime.Machine;

/** Entries and rounds of loops are counted, and code is exchanged where they are. */
class CodeCounterTest {
    private final List<Integer> positions = new ArrayList<>();

    /** The entries and rounds before each call. */
    private int period = 1;

    /** Where the frame is to go on in another form of the code. */
    private int leaveAt = -1;

    private final Executor executor = new Executor() {
        @Override
        public String name() {
            return "counted";
        }

        @Override
        public int isaVersion() {
            return Isa.VERSION;
        }

        @Override
        public LinkedCode link(LinkRequest request) {
            return request.interpreted(new CodeCounter(period) {
                @Override
                protected int reached(Machine machine) {
                    int position = machine.position();
                    positions.add(position);
                    if (position == leaveAt) {
                        LinkRequest again = LinkRequest.of(machine.function());
                        machine.continueIn(Executors.named("tail").link(again), position);
                    }
                    return period;
                }
            });
        }

        @Override
        public void run(Machine machine, int base) {
            throw new AssertionError("no code is linked by this one");
        }
    };

    /** {@code f(n)} goes round n times, from 1, by a branch of some kind, and returns n. */
    private static Program program(Op kind) {
        return new Guest()
                .function("f", Guest.I32_TO_I32, 3, w -> {
                    var head = w.newLabel();
                    var out = w.newLabel();
                    w.write(Op.CONST32, 1, 0);
                    w.bind(head);
                    w.write(Op.I32_ADD_SI, 1, 1, 1);
                    w.write(Op.I32_SUB_SS, 2, 0, 1);
                    switch (kind) {
                        case BR -> {
                            w.branch(Op.BR_IF_EQZ, out, 2);
                            w.branch(Op.BR, head);
                        }
                        case BR_IF_NEZ -> w.branch(kind, head, 2);
                        case BR_TABLE -> w.table(2, out, head);
                        default -> w.branch(kind, head, 2, 0);
                    }
                    w.bind(out);
                    w.write(Op.RETURN_S, 1);
                })
                .build();
    }

    private int call(Program program, int argument) {
        Instance instance = new Linker()
                .instantiate(Engine.create(EngineConfig.DEFAULT, executor).newStore(), program);
        return ((Value.I32) instance.function("f").call(Value.i32(argument)).get(0)).value();
    }

    /** The last one is not in the main loop. */
    @ParameterizedTest
    @EnumSource(names = {"BR", "BR_IF_NEZ", "BR_TABLE", "BR_IF_I32_NE_SI", "BR_IF_I32_GT_U_SI"})
    void entriesAndRoundsAreCounted(Op kind) {
        Program program = program(kind);
        assertThat(call(program, 1)).isEqualTo(1);
        assertThat(positions).containsExactly(0);
        assertThat(call(program, 4)).isEqualTo(4);
        int head = positions.get(positions.size() - 1);
        assertThat(head).isPositive();
        assertThat(positions).containsExactly(0, 0, head, head, head);

        positions.clear();
        period = 3;
        assertThat(call(program, 6)).isEqualTo(6);
        assertThat(positions).containsExactly(head, head);

        positions.clear();
        period = 1;
        leaveAt = head;
        assertThat(call(program, 100)).isEqualTo(100);
        assertThat(positions).as("tail does not count").containsExactly(0, head);

        positions.clear();
        leaveAt = 0;
        assertThat(call(program, 100)).isEqualTo(100);
        assertThat(positions).containsExactly(0);
    }
}
