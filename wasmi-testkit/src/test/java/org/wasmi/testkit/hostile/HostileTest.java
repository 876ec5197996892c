package org.wasmi.testkit.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.wasmi.exec.runtime.Executors;

/**
 * All that {@link Hostile} lists ends in the error that it should, on every executor, in a heap of 256 MB (see the pom)
 * and after 2 seconds of a processor's time at the most, which neighbours of the machine do not change.
 */
@Tag("hostile")
class HostileTest {
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final long HEAP = 256L << 20;

    static Stream<Arguments> attacksOnExecutors() {
        return Executors.all().keySet().stream().sorted().flatMap(executor -> Hostile.all().stream()
                .map(each -> Arguments.of(each, executor)));
    }

    @Timeout(60)
    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("attacksOnExecutors")
    void endsInTheRightError(Hostile hostile, String executor) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();

        assertThatThrownBy(() -> hostile.attack().accept(new Sandbox(executor)))
                .isInstanceOf(hostile.error())
                .hasMessageContaining(hostile.message());

        assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - start)).isLessThan(LIMIT);
    }

    @Test
    void theHeapIsAsSmallAsPromised() {
        assertThat(Runtime.getRuntime().maxMemory()).isLessThanOrEqualTo(HEAP);
    }

    @Test
    void theCatalogueIsLong() {
        assertThat(Hostile.all())
                .hasSizeGreaterThanOrEqualTo(40)
                .extracting(Hostile::name)
                .doesNotHaveDuplicates();
    }
}
