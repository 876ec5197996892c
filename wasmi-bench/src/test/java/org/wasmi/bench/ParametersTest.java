package org.wasmi.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.annotations.Param;
import org.wasmi.bench.baseline.CountingExecutor;
import org.wasmi.exec.runtime.Executors;

/** JMH wants its parameters written out; they are to be all there are. */
class ParametersTest {

    private static List<String> values(Class<?> benchmark, String field) throws NoSuchFieldException {
        return List.of(benchmark.getField(field).getAnnotation(Param.class).value());
    }

    @ParameterizedTest
    @ValueSource(classes = {ExecutorBenchmark.class, CallBenchmark.class})
    void everyExecutorIsMeasured(Class<?> benchmark) throws NoSuchFieldException {
        assertThat(Executors.all().keySet().stream().filter(name -> !name.equals(CountingExecutor.NAME)))
                .containsExactlyInAnyOrderElementsOf(values(benchmark, "executor"));
    }

    @Test
    void everyWorkloadIsMeasured() throws NoSuchFieldException {
        assertThat(Workload.of(Workload.Corpus.TUNING))
                .map(Workload::name)
                .isEqualTo(values(ExecutorBenchmark.class, "workload"));
    }
}
