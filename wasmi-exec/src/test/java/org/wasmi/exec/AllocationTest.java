package org.wasmi.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.wasmi.encoding.Label;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.VecType;

/** Calls allocate nothing: not between guests, not from the host, not to the host. */
@ParameterizedClass
@MethodSource("org.wasmi.exec.Guest#executors")
class AllocationTest {
    private static final int CALLS = 20_000;

    /** Allocations of the measurement itself, and of a JIT or GC that happens to run: less than a byte per call. */
    private static final long NOISE = CALLS / 2;

    private static final Program PROGRAM = new Guest()
            .imports("m", "add", Guest.I32_I32_TO_I32)
            .function("depth", Guest.I32_TO_I32, 2, w -> Guest.recurse(w, 1))
            .function("add", Guest.I32_I32_TO_I32, 6, w -> {
                w.write(Op.COPY2, 2, 0, 1);
                w.write(Op.CALL_IMPORT, 0, 2);
                w.write(Op.RETURN_S, 2);
            })
            .function("mix", Guest.type(List.of(VecType.V128, NumType.I32), List.of(VecType.V128)), 6, w -> {
                Label loop = w.newLabel();
                w.bind(loop);
                w.write(Op.I8X16_ADD_SS, 3, 0, 0);
                w.write(Op.I8X16_SHUFFLE, 0, 3, 0, 0x1F00_1E01_1D02_1C03L, 0x1B04_1A05_1906_1807L);
                w.write(Op.F32X4_SQRT, 3, 0);
                w.write(Op.SELECT_V128, 0, 3, 0, 2);
                w.write(Op.I32_ADD_SI, 2, 2, -1);
                w.branch(Op.BR_IF_NEZ, loop, 2);
                w.write(Op.RETURN_SPAN, 0, 2);
            })
            .build();

    private final Instance instance;

    AllocationTest(String executor) {
        instance = new Linker()
                .function("m", "add", Guest.I32_I32_TO_I32, call -> call.returnI32(call.i32(0) + call.i32(1)))
                .instantiate(
                        Engine.create(EngineConfig.DEFAULT.withExecutor(executor))
                                .newStore(),
                        PROGRAM);
    }

    /**
     * {@return the bytes that this thread has allocated, by reflection since this module does not read the one for
     * that}
     */
    private static long allocated() throws ReflectiveOperationException {
        Object bean = Class.forName("java.lang.management.ManagementFactory")
                .getMethod("getThreadMXBean")
                .invoke(null);
        return (Long) Class.forName("com.sun.management.ThreadMXBean")
                .getMethod("getCurrentThreadAllocatedBytes")
                .invoke(bean);
    }

    private static long least(Runnable calls) throws ReflectiveOperationException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 20; i++) {
            long before = allocated();
            calls.run();
            least = Math.min(least, allocated() - before);
        }
        return least;
    }

    @Test
    void callsBetweenGuestsAllocateNothing() throws ReflectiveOperationException {
        Invocation depth = instance.function("depth").newInvocation().passI32(0, CALLS);
        assertThat(least(depth::call)).isLessThan(NOISE);
        assertThat(depth.i32(0)).isEqualTo(CALLS);
    }

    @Test
    void callsFromAndToTheHostAllocateNothing() throws ReflectiveOperationException {
        Invocation add = instance.function("add").newInvocation();
        int[] sum = {0};
        assertThat(least(() -> {
                    sum[0] = 0;
                    for (int i = 0; i < CALLS; i++) {
                        sum[0] = add.passI32(0, sum[0]).passI32(1, 2).call().i32(0);
                    }
                }))
                .isLessThan(NOISE);
        assertThat(sum[0]).isEqualTo(2 * CALLS);
    }

    @Test
    void vectorsAllocateNothing() throws ReflectiveOperationException {
        Invocation mix = instance.function("mix").newInvocation().passV128(0, Value.V128.f32x4(1, 2, 3, 4));
        assertThat(least(() -> mix.passI32(1, CALLS).call())).isLessThan(NOISE);
    }

    @Test
    void callsThroughInterfacesAndToLambdasAllocateNothing() throws ReflectiveOperationException {
        Instance typed = new Linker()
                .function("m", "add", HostFunction.of((int a, int b) -> a + b))
                .instantiate(instance.store(), PROGRAM);
        IntBinaryOperator add = typed.function("add").as(IntBinaryOperator.class);
        int[] sum = {0};
        assertThat(least(() -> {
                    sum[0] = 0;
                    for (int i = 0; i < CALLS; i++) {
                        sum[0] = add.applyAsInt(sum[0], 2);
                    }
                }))
                .isLessThan(NOISE);
        assertThat(sum[0]).isEqualTo(2 * CALLS);
    }

    /** A host that adds. */
    public static final class Adder {

        /** {@return a sum} */
        public int add(int a, int b) {
            return a + b;
        }
    }

    @Test
    void callsOfMethodsOfAnObjectAllocateNothing() throws ReflectiveOperationException {
        Instance typed = new Linker().define("m", new Adder()).instantiate(instance.store(), PROGRAM);
        IntBinaryOperator add = typed.function("add").as(IntBinaryOperator.class);
        int[] sum = {0};
        assertThat(least(() -> {
                    sum[0] = 0;
                    for (int i = 0; i < CALLS; i++) {
                        sum[0] = add.applyAsInt(sum[0], 2);
                    }
                }))
                .isLessThan(NOISE);
        assertThat(sum[0]).isEqualTo(2 * CALLS);
    }
}
