package org.wasmi.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.wasmi.bench.baseline.CountingExecutor;
import org.wasmi.bench.baseline.Histogram;
import org.wasmi.encoding.Op;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Value;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.translate.Translator;

class HistogramTest {

    private static Histogram count(int iterations) {
        Engine engine = Engine.create(EngineConfig.DEFAULT.withExecutor(CountingExecutor.NAME));
        Instance instance = new Linker()
                .instantiate(
                        engine.newStore(),
                        Translator.translate(Workload.named("counter").wasm()));
        Histogram histogram = ((CountingExecutor) Executors.named(CountingExecutor.NAME)).begin();
        instance.function("run").call(Value.i32(iterations));
        return histogram;
    }

    private static long pairs(Histogram histogram) {
        return Stream.of(Op.values())
                .flatMap(first -> Stream.of(Op.values()).map(second -> histogram.count(first, second)))
                .mapToLong(Long::longValue)
                .sum();
    }

    @Test
    void aLoopExecutesItsInstructionsOncePerIteration() {
        Histogram once = count(1);
        Histogram often = count(101);
        long length = (often.total() - once.total()) / 100;

        assertThat(often.total() - once.total()).isEqualTo(100 * length);
        assertThat(length).isBetween(2L, 10L);
        assertThat(Stream.of(Op.values()).map(op -> often.count(op) - once.count(op)))
                .allMatch(more -> more % 100 == 0);
    }

    @Test
    void theJumpBackIsNotBetweenNeighbours() {
        Histogram once = count(1);
        Histogram often = count(101);

        assertThat(pairs(once)).isEqualTo(once.total() - 1);
        assertThat(pairs(often)).isEqualTo(often.total() - 1 - 100);
    }

    @Test
    void theReportGivesEachProgramTheSameWeight() throws IOException {
        String report = HistogramReport.small(List.of(Workload.named("counter"), Workload.named("fib-tail")));

        assertThat(report).contains("in the 2 programs", "| `counter` | ", "| `return_call` | ");
    }
}
