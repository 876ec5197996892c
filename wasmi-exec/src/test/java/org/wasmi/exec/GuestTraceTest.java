package org.wasmi.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.error.GuestTrace;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.program.Program;

/** Exceptions of the host pass through guests as they are, and tell through which. */
@ParameterizedClass
@MethodSource("org.wasmi.exec.Guest#executors")
class GuestTraceTest {
    /** {@code inner} calls the host, {@code outer} calls {@code inner}. */
    private static final Program PROGRAM = new Guest()
            .imports("host", "fail", Guest.NOTHING)
            .function("inner", Guest.NOTHING, 1, w -> {
                w.write(Op.CALL_IMPORT, 0, 0);
                w.write(Op.RETURN);
            })
            .function("outer", Guest.NOTHING, 1, w -> {
                w.write(Op.CALL, 1, 0);
                w.write(Op.RETURN);
            })
            .build();

    private final Store store;

    GuestTraceTest(String executor) {
        store = Engine.create(EngineConfig.DEFAULT.withExecutor(executor)).newStore();
    }

    private Instance instance(HostFunction fail) {
        return new Linker().function("host", "fail", Guest.NOTHING, fail).instantiate(store, PROGRAM);
    }

    private static HostFunction throwing(RuntimeException thrown) {
        return call -> {
            throw thrown;
        };
    }

    private static GuestTrace traceOf(Throwable thrown) {
        assertThat(thrown.getSuppressed()).hasSize(1);
        return (GuestTrace) thrown.getSuppressed()[0];
    }

    @Test
    void theGuestsAreAttachedOnce() {
        RuntimeException mine = new IllegalStateException("mine");
        Instance inner = instance(throwing(mine));
        Instance outer = instance(call -> inner.function("outer").call());

        assertThat(catchThrowable(() -> outer.function("outer").call())).isSameAs(mine);
        GuestTrace trace = traceOf(mine);
        assertThat(trace.backtrace().frames())
                .extracting(TrapException.Frame::function)
                .containsExactly(1, 2, 1, 2);
        assertThat(trace.getStackTrace()).isEmpty();
        StringWriter printed = new StringWriter();
        mine.printStackTrace(new PrintWriter(printed));
        assertThat(printed.toString())
                .startsWith("java.lang.IllegalStateException: mine")
                .contains("\tSuppressed: org.wasmi.encoding.error.GuestTrace: guest functions\n\tat func[1]")
                .containsOnlyOnce("Suppressed");
    }

    @Test
    void framesBeyond64AreCounted() {
        RuntimeException mine = new IllegalStateException("mine");
        Instance instance = instance(throwing(mine));
        for (int i = 0; i < 40; i++) {
            assertThat(catchThrowable(() -> instance.function("outer").call())).isSameAs(mine);
        }
        assertThat(traceOf(mine).backtrace().frames()).hasSize(64);
        assertThat(traceOf(mine).backtrace().omitted()).isEqualTo(80 - 64);
        assertThat(traceOf(mine).getMessage()).endsWith("... 16 more");
    }

    @Test
    void withoutGuestsNothingIsAttached() {
        RuntimeException mine = new IllegalStateException("mine");
        BoundHostFunction direct = BoundHostFunction.create(store, Guest.NOTHING, throwing(mine));
        assertThat(catchThrowable(direct::call)).isSameAs(mine);
        assertThat(mine.getSuppressed()).isEmpty();
    }

    /** Says that it takes nothing suppressed. */
    private static final class Bare extends RuntimeException {
        private static final long serialVersionUID = 1;

        Bare() {
            super("bare", null, false, false);
        }
    }

    @Test
    void exceptionsThatTakeNoneStayBare() {
        Instance instance = instance(throwing(new Bare()));
        assertThatExceptionOfType(Bare.class)
                .isThrownBy(() -> instance.function("outer").call())
                .satisfies(bare -> assertThat(bare.getSuppressed()).isEmpty());
    }

    @Test
    void errorsAreNoExceptionToThat() {
        Error mine = new AssertionError("mine");
        Instance instance = instance(call -> {
            throw mine;
        });
        assertThat(catchThrowable(() -> instance.function("inner").call())).isSameAs(mine);
        assertThat(traceOf(mine).backtrace().frames()).hasSize(1);
        assertThat(store.enter()).as("the store can be used again").isZero();
        store.exit(0);
    }

    @Test
    void aStackThatTheHostHasFilledSaysSo() {
        Instance instance = instance(call -> endless(0));
        assertThatExceptionOfType(TrapException.class)
                .isThrownBy(() -> instance.function("outer").call())
                .satisfies(trap -> {
                    assertThat(trap.trap()).isEqualTo(Trap.CALL_STACK_EXHAUSTED);
                    assertThat(trap).hasCauseInstanceOf(StackOverflowError.class);
                    assertThat(trap.frames()).hasSize(2);
                });
    }

    @SuppressWarnings("InfiniteRecursion") // that is what is tested
    private static int endless(int i) {
        return endless(i + 1) + 1;
    }
}
