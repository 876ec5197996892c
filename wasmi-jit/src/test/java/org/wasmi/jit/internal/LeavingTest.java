package org.wasmi.jit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.wasmi.encoding.type.NumType.I32;
import static org.wasmi.encoding.type.NumType.I64;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.program.Export;
import org.wasmi.encoding.program.Function;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.text.Assembler;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Outcome;
import org.wasmi.exec.StoreLimit;
import org.wasmi.exec.Suspension;
import org.wasmi.exec.Value;
import org.wasmi.exec.runtime.Calls;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.exec.runtime.GuestFunction;
import org.wasmi.exec.runtime.LinkedCode;
import org.wasmi.exec.runtime.StoreAccess;
import org.wasmi.jit.CompiledExecutor;

/** Frames of compiled code that leave the Java stack, and what goes on after. */
class LeavingTest {
    private static final FuncType I32_TO_I32 = new FuncType(List.of(I32), List.of(I32));
    private static final FuncType I32_TO_I64 = new FuncType(List.of(I32), List.of(I64));

    /** How deep compiled code may be nested before calls go through the machine. */
    private static final int NESTED = 1_000;

    private final Program.Builder program = Program.builder();
    private int functions = 1;

    /** What the host was asked. */
    private final List<Integer> asked = new ArrayList<>();

    /** Function 0 is {@code ask(i32) -> i32}, which suspends the guest. */
    LeavingTest() {
        program.type(I32_TO_I32);
        program.importFunction("host", "ask", 0);
    }

    private LeavingTest function(FuncType type, String code) {
        program.type(type);
        program.function(new Function(functions, () -> Assembler.assemble(code)));
        program.export(new Export("f" + functions, ExternKind.FUNC, functions));
        functions++;
        return this;
    }

    private Instance instantiate(Executor executor) {
        EngineConfig config = EngineConfig.DEFAULT.withLimit(StoreLimit.CALL_DEPTH, 5_000);
        Linker linker = new Linker().function("host", "ask", I32_TO_I32, call -> {
            asked.add(call.i32(0));
            call.suspend();
        });
        return linker.instantiate(Engine.create(config, executor).newStore(), program.build());
    }

    /** The host answers with ten times what it was asked. */
    private List<Value> answer(Instance instance, String function, int argument) {
        asked.clear();
        Outcome outcome = instance.function(function).start(Value.i32(argument));
        while (outcome instanceof Suspension suspension) {
            outcome = suspension.resume(Value.i32(10 * asked.get(asked.size() - 1)));
        }
        return ((Outcome.Finished) outcome).results();
    }

    private static CompiledCode compiled(Instance instance, int function, Form form) {
        LinkedCode code = Calls.codeOf((GuestFunction) StoreAccess.functionAt(instance, function));
        assertThat(code).isInstanceOf(CompiledCode.class);
        CompiledCode compiled = (CompiledCode) code;
        assertThat(compiled.callable(form).isCompiled()).isTrue();
        return compiled;
    }

    /** Values of all kinds live on both sides of a call that is suspended, in three frames. */
    private void nested() {
        function(I32_TO_I64, """
                frame params 1, results 1, locals 5, slots 8
                    i64.extend_i32_s s1, s0
                    f32.convert_i32_s s2, s0
                    f64.convert_i32_s s3, s0
                    i32.add_si s4, s0, 7
                    copy s5, s0
                    call_import func 0, s5
                    i64.extend_i32_s s5, s5
                    i64.add_ss s1, s1, s5
                    i64.trunc_f32_s s5, s2
                    i64.add_ss s1, s1, s5
                    i64.trunc_f64_s s5, s3
                    i64.add_ss s1, s1, s5
                    i64.extend_i32_s s5, s4
                    i64.add_ss s1, s1, s5
                    return_s s1
                """);
        String caller = """
                frame params 1, results 1, locals 2, slots 6
                    i64.extend_i32_s s1, s0
                    i32.add_si s2, s0, 1
                    call func %1$d, s2
                    i32.add_si s3, s0, 2
                    call func %1$d, s3
                    i64.add_ss s2, s2, s3
                    i64.add_ss s1, s1, s2
                    return_s s1
                """;
        function(I32_TO_I64, caller.formatted(1));
        function(I32_TO_I64, caller.formatted(2));
    }

    @Test
    void framesThatWaitForTheHostGoOnWithTheirValues() {
        nested();
        Instance expected = instantiate(Executors.named(Executors.SWITCH));
        List<Value> results = answer(expected, "f3", 5);
        List<Integer> questions = List.of(7, 8, 8, 9);
        assertThat(asked).isEqualTo(questions);
        for (Executor executor : List.of(new CompiledExecutor(), new TieredForTest(1))) {
            Instance instance = instantiate(executor);
            for (int i = 0; i < 3; i++) {
                assertThat(answer(instance, "f3", 5)).isEqualTo(results);
                assertThat(asked).isEqualTo(questions);
            }
            compiled(instance, 3, Form.SUSPENDABLE);
        }
    }

    /** Asks once at the bottom of n calls, and adds 1 on the way back. */
    private static final String DEEP = """
            frame params 1, results 1, locals 1, slots 3
                br_if_nez L0, s0
                const32 s1, 42
                call_import func 0, s1
                return_s s1
            L0:
                i32.add_si s1, s0, -1
                call func 1, s1
                i32.add_si s0, s1, 1
                return
            """;

    @Test
    void framesLeaveFromAnyDepth() {
        function(I32_TO_I32, DEEP);
        Instance instance = instantiate(new CompiledExecutor());
        for (int depth : new int[] {0, 1, 2, NESTED - 5, NESTED - 1, NESTED, NESTED + 1, 3 * NESTED, 4_999}) {
            Suspension suspension = (Suspension) instance.function("f1").start(Value.i32(depth));
            assertThat(suspension.resume(Value.i32(1))).isEqualTo(new Outcome.Finished(List.of(Value.i32(depth + 1))));
        }
        assertThat(instance.store().deepestCall()).isEqualTo(5_000);
        TrapException trap = catchThrowableOfType(
                TrapException.class, () -> instance.function("f1").start(Value.i32(5_000)));
        assertThat(trap.trap()).isEqualTo(Trap.CALL_STACK_EXHAUSTED);
        compiled(instance, 1, Form.SUSPENDABLE);
    }

    @Test
    void aLoopThatWaitsComesBackToCompiledCode() {
        function(new FuncType(List.of(I32), List.of(I32)), """
                frame params 1, results 1, locals 2, slots 4
                L0:
                    copy s2, s0
                    call_import func 0, s2
                    i32.add_ss s1, s1, s2
                    i32.add_si s0, s0, -1
                    br_if_nez L0, s0
                    return_s s1
                """);
        for (Executor executor : List.of(new CompiledExecutor(), new TieredForTest(1))) {
            Instance instance = instantiate(executor);
            assertThat(answer(instance, "f1", 2_000)).containsExactly(Value.i32(20_010_000));
            assertThat(asked).hasSize(2_000);
            assertThat(compiled(instance, 1, Form.SUSPENDABLE).resumption(Form.SUSPENDABLE, 0))
                    .isPresent();
        }
    }

    /** The machine has room for all slots of a frame that leaves, though it needed few of them before. */
    @Test
    void aNestedFrameThatLeavesHasAllItsSlots() {
        function(I32_TO_I32, """
                frame params 1, results 1, locals 1, slots 2000
                    call_import func 0, s0
                    i32.add_si s1999, s0, 1
                    copy s0, s1999
                    return
                """);
        function(I32_TO_I32, """
                frame params 1, results 1, locals 1, slots 2
                    copy s1, s0
                    call func 1, s1
                    return_s s1
                """);
        Instance instance = instantiate(new CompiledExecutor());
        assertThat(answer(instance, "f2", 4)).containsExactly(Value.i32(41));
        compiled(instance, 1, Form.SUSPENDABLE);
    }

    /** Each of many values that live over a call is kept, of whatever kind. */
    @Test
    void manyValuesLiveOverACall() {
        int count = 60;
        StringBuilder text = new StringBuilder(
                "frame params 1, results 1, locals %d, slots %d\n".formatted(4 * count + 1, 4 * count + 3));
        for (int i = 0; i < count; i++) {
            text.append("i32.add_si s%d, s0, %d\n".formatted(4 * i + 1, i))
                    .append("i64.extend_i32_s s%d, s%d\n".formatted(4 * i + 2, 4 * i + 1))
                    .append("f32.convert_i32_s s%d, s%d\n".formatted(4 * i + 3, 4 * i + 1))
                    .append("f64.convert_i32_s s%d, s%d\n".formatted(4 * i + 4, 4 * i + 1));
        }
        int sum = 4 * count + 1;
        text.append("copy s%1$d, s0\ncall_import func 0, s%1$d\ni64.extend_i32_s s%1$d, s%1$d\n".formatted(sum));
        for (int i = 0; i < count; i++) {
            for (String conversion : List.of("extend_i32_s", "", "trunc_f32_s", "trunc_f64_s")) {
                int slot = 4 * i
                        + 1
                        + List.of("extend_i32_s", "", "trunc_f32_s", "trunc_f64_s")
                                .indexOf(conversion);
                if (!conversion.isEmpty()) {
                    text.append("i64.%s s%d, s%d\n".formatted(conversion, sum + 1, slot));
                    slot = sum + 1;
                }
                text.append("i64.add_ss s%1$d, s%1$d, s%2$d\n".formatted(sum, slot));
            }
        }
        function(I32_TO_I64, text.append("return_s s" + sum + "\n").toString());
        Instance instance = instantiate(new CompiledExecutor());
        Suspension suspension = (Suspension) instance.function("f1").start(Value.i32(3));
        long each = 3L * count + count * (count - 1L) / 2;
        assertThat(suspension.resume(Value.i32(9))).isEqualTo(new Outcome.Finished(List.of(Value.i64(4 * each + 9))));
        compiled(instance, 1, Form.SUSPENDABLE);
    }

    /** Grows the memory n times by a page, in a callee; stores and loads at the start of each page. */
    private void growing() {
        program.memory(new MemoryType(Limits.between(1, 20_000)));
        function(I32_TO_I32, """
                frame params 1, results 1, locals 1, slots 2
                    memory_grow s1, memory 0, s0
                    return_s s1
                """);
        function(I32_TO_I64, """
                frame params 1, results 1, locals 3, slots 5
                    br_if_eqz L1, s0
                L0:
                    const32 s3, 1
                    call func 1, s3
                    i32.shl_si s3, s3, 16
                    store32_s s3, +0, s0
                    load32_s s4, s3, +0
                    i64.extend_i32_s s4, s4
                    i64.add_ss s1, s1, s4
                    i32.add_si s0, s0, -1
                    br_if_nez L0, s0
                L1:
                    return_s s1
                """);
        function(I32_TO_I64, """
                frame params 1, results 1, locals 1, slots 1
                    load64 s0, s0, +0
                    return
                """);
        function(I32_TO_I64, """
                frame params 1, results 1, locals 1, slots 1
                    load8_u s0, s0, +8
                    i64.extend_i32_u s0, s0
                    return
                """);
    }

    private static long i64(Instance instance, String function, int argument) {
        return ((Value.I64)
                        instance.function(function).call(Value.i32(argument)).get(0))
                .value();
    }

    @Test
    void framesLeaveWhereAMemoryHasGrownBySmallSteps() {
        growing();
        for (Executor executor : List.of(new CompiledExecutor(), new TieredForTest(1))) {
            Instance instance = instantiate(executor);
            for (int i = 0; i < 20; i++) {
                assertThat(i64(instance, "f2", 1)).isEqualTo(1); // whatever is hot is compiled
            }
            assertThat(i64(instance, "f2", 4_000)).isEqualTo(8_002_000);
            assertThat(compiled(instance, 2, Form.PLAIN).resumption(Form.GROWING, 3))
                    .isPresent();
            assertThat(i64(instance, "f2", 10)).isEqualTo(55);
        }
    }

    @Test
    void addressesBehindAMemoryThatHasRoomToGrowTrap() {
        growing();
        Instance instance = instantiate(new CompiledExecutor());
        assertThat(i64(instance, "f2", 300)).isEqualTo(45_150);
        int size = 301 << 16;
        assertThat(StoreAccess.memoryArray(instance).length).isGreaterThan(size + (1 << 16));
        for (int address : new int[] {0, size - 9, size - 8}) {
            i64(instance, "f3", address);
        }
        i64(instance, "f4", size - 9);
        for (int address : new int[] {size - 7, size - 1, size, size + 100, 1 << 30, -1, -8, 1 << 31}) {
            assertThat(catchThrowableOfType(TrapException.class, () -> i64(instance, "f3", address))
                            .trap())
                    .isEqualTo(Trap.MEMORY_OUT_OF_BOUNDS);
            assertThat(catchThrowableOfType(TrapException.class, () -> i64(instance, "f4", address))
                            .trap())
                    .isEqualTo(Trap.MEMORY_OUT_OF_BOUNDS);
        }
        compiled(instance, 3, Form.GROWING);
        compiled(instance, 4, Form.GROWING);
    }

    /** Once a memory no longer grows, code without checks of addresses is back. */
    @Test
    void aMemoryThatHasGrownGetsAnArrayOfItsSizeAgain() {
        growing();
        Instance instance = instantiate(new CompiledExecutor());
        i64(instance, "f2", 300);
        int size = 301 << 16;
        for (int i = 0; i < size >> 10; i++) {
            i64(instance, "f3", 8);
        }
        assertThat(StoreAccess.memoryArray(instance)).hasSize(size);
        compiled(instance, 3, Form.PLAIN);
    }
}
