package org.wasmi.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmi.encoding.Op;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.exec.runtime.GuestFunction;
import org.wasmi.exec.runtime.LinkRequest;

/** The executors that make nodes leave large functions that seldom call to {@code switch}. */
class LargeFunctionsTest {
    private static final int LARGE = 1_536;

    /** {@code inc} adds 1; {@code f} calls it some times and adds 1 otherwise, in so many instructions with the return. */
    private static Instance instance(String executor, int instructions, int calls) {
        Guest guest = new Guest()
                .function("inc", Guest.I32_TO_I32, 1, w -> {
                    w.write(Op.I32_ADD_SI, 0, 0, 1);
                    w.write(Op.RETURN_S, 0);
                })
                .function("f", Guest.I32_TO_I32, 1, w -> {
                    for (int i = 1; i < instructions; i++) {
                        if (i <= calls) {
                            w.write(Op.CALL, 0, 0);
                        } else {
                            w.write(Op.I32_ADD_SI, 0, 0, 1);
                        }
                    }
                    w.write(Op.RETURN_S, 0);
                });
        Engine engine = Engine.create(EngineConfig.DEFAULT.withExecutor(executor));
        return new Linker().instantiate(engine.newStore(), guest.build());
    }

    private static String runBy(String executor, int instructions, int calls) {
        Instance instance = instance(executor, instructions, calls);
        assertThat(instance.function("f").call(Value.i32(7)))
                .as("%s, %d instructions, %d calls", executor, instructions, calls)
                .isEqualTo(List.of(Value.i32(7 + instructions - 1)));
        GuestFunction function = (GuestFunction) instance.function("f");
        return Executors.named(executor)
                .link(LinkRequest.of(function))
                .executor()
                .name();
    }

    @ParameterizedTest
    @ValueSource(strings = {"direct", "tail"})
    void largeFunctionsAreRunBySwitch(String executor) {
        assertThat(runBy(executor, LARGE, 0)).isEqualTo("switch");
        assertThat(runBy(executor, LARGE, LARGE / 64)).isEqualTo("switch");
        assertThat(runBy(executor, 3 * LARGE, 1)).isEqualTo("switch");
    }

    @ParameterizedTest
    @ValueSource(strings = {"direct", "tail"})
    void otherFunctionsAreNot(String executor) {
        assertThat(runBy(executor, 2, 0)).isEqualTo(executor);
        assertThat(runBy(executor, LARGE - 1, 0)).isEqualTo(executor);
        assertThat(runBy(executor, LARGE, LARGE / 64 + 1)).isEqualTo(executor);
    }

    @ParameterizedTest
    @ValueSource(strings = {"switch", "indirect"})
    void executorsOfWordsRunAllThemselves(String executor) {
        assertThat(runBy(executor, LARGE, 0)).isEqualTo(executor);
    }
}
