package org.wasmi.jit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.program.Export;
import org.wasmi.encoding.program.Function;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.text.Assembler;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Value;
import org.wasmi.exec.runtime.Calls;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.exec.runtime.GuestFunction;
import org.wasmi.exec.runtime.StoreAccess;

class TieredExecutorTest {
    /** Found before a test sets properties, which are read once. */
    private static final String PREFERRED = Executors.preferred();

    private static final Program PROGRAM = Program.builder()
            .type(new FuncType(List.of(NumType.I32), List.of(NumType.I32)))
            .function(new Function(
                    0,
                    () -> Assembler.assemble(
                            "frame params 1, results 1, locals 1, slots 1\n    i32.add_si s0, s0, 1\n    "
                                    + "return_s s0\n")))
            .export(new Export("next", ExternKind.FUNC, 0))
            .build();

    @AfterEach
    void forget() {
        System.clearProperty(TieredExecutor.ENABLED);
        System.clearProperty(TieredExecutor.THREADS);
        System.clearProperty(TieredExecutor.HOT);
    }

    /** {@return the name of the executor in whose form the function is, after some calls of it} */
    private static String executorAfterCalls(int calls) {
        Instance instance = new Linker()
                .instantiate(
                        Engine.create(EngineConfig.DEFAULT, new TieredExecutor())
                                .newStore(),
                        PROGRAM);
        for (int i = 0; i < calls; i++) {
            assertThat(instance.function("next").call(Value.i32(i))).containsExactly(Value.i32(i + 1));
        }
        return Calls.codeOf((GuestFunction) StoreAccess.functionAt(instance, 0))
                .executor()
                .name();
    }

    @Test
    void enginesPreferIt() {
        assertThat(PREFERRED).isEqualTo(TieredExecutor.NAME);
        assertThat(Engine.create().config().executor()).isEqualTo(TieredExecutor.NAME);
        assertThat(new CompiledExecutor().preference()).isZero();
    }

    @Test
    void propertiesTellWhereItCompilesAndWhen() {
        System.setProperty(TieredExecutor.THREADS, "0");
        System.setProperty(TieredExecutor.HOT, "7");
        assertThat(executorAfterCalls(6)).isEqualTo(Executors.SWITCH);
        assertThat(executorAfterCalls(7)).isEqualTo(TieredExecutor.NAME);
    }

    @Test
    void itCanBeSwitchedOff() {
        System.setProperty(TieredExecutor.THREADS, "0");
        System.setProperty(TieredExecutor.HOT, "1");
        System.setProperty(TieredExecutor.ENABLED, "false");
        assertThat(new TieredExecutor().preference()).isZero();
        assertThat(executorAfterCalls(10)).isEqualTo(Executors.SWITCH);
    }
}
