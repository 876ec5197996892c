package example.counting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.Op;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Store;
import org.wasmi.exec.Value;
import org.wasmi.testkit.ModuleBuilder;
import org.wasmi.translate.Translator;

class CountingExecutorTest {
    private static final CountingExecutor EXECUTOR = (CountingExecutor) Executors.named(CountingExecutor.NAME);

    /** There is no META-INF/services: on the class path it would not be found at all. */
    @Test
    void isFoundOnTheModulePath() {
        assertThat(EXECUTOR.getClass().getModule().getName()).isEqualTo("example.counting");
        assertThat(Executor.class.getModule().getName()).isEqualTo("org.wasmi.exec");
    }

    @Test
    void countsEachExecution() {
        byte[] nesting = new ModuleBuilder()
                .function("nest", "i32 ->", code -> code.localGet(0)
                        .ifThen()
                        .localGet(0)
                        .i32Const(1)
                        .op("i32.sub")
                        .call(0)
                        .end())
                .build();
        Map<Op, Long> before = EXECUTOR.counts();
        Engine engine = Engine.create(EngineConfig.DEFAULT.withExecutor(CountingExecutor.NAME));
        try (Store store = engine.newStore()) {
            new Linker()
                    .instantiate(store, Translator.translate(nesting))
                    .function("nest")
                    .call(Value.i32(41));
        }
        assertThat(executions(Op.CALL, before)).isEqualTo(41);
        assertThat(executions(Op.RETURN, before)).isEqualTo(42);
        assertThat(executions(Op.F64_SQRT, before)).isZero();
    }

    private static long executions(Op op, Map<Op, Long> before) {
        return EXECUTOR.counts().getOrDefault(op, 0L) - before.getOrDefault(op, 0L);
    }
}
