package org.wasmi.jit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.wasmi.encoding.type.NumType.I32;
import static org.wasmi.encoding.type.NumType.I64;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.wasmi.encoding.Code;
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
import org.wasmi.encoding.type.ValType;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.StoreLimit;
import org.wasmi.exec.Value;
import org.wasmi.exec.WasmFunction;
import org.wasmi.exec.runtime.Calls;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.exec.runtime.FunctionState;
import org.wasmi.exec.runtime.GuestFunction;
import org.wasmi.exec.runtime.LinkedCode;
import org.wasmi.exec.runtime.StoreAccess;
import org.wasmi.jit.CompiledExecutor;

/** Code written by hand, compiled. The contract of executors is tested in wasmi-testkit. */
class CompilerTest {
    private static final FuncType I64_TO_I64 = new FuncType(List.of(I64), List.of(I64));
    private static final FuncType I32_TO_I32 = new FuncType(List.of(I32), List.of(I32));

    private final Program.Builder program = Program.builder();
    private final List<FuncType> types = new ArrayList<>();

    /** Adds a function that is exported by its index. */
    private CompilerTest function(FuncType type, String code) {
        return function(type, Assembler.assemble(code));
    }

    private CompilerTest function(FuncType type, Code code) {
        program.type(type);
        program.function(new Function(types.size(), () -> code));
        program.export(new Export("f" + types.size(), ExternKind.FUNC, types.size()));
        types.add(type);
        return this;
    }

    private static Instance instantiate(Program program, Executor executor, long depth) {
        Engine engine = Engine.create(EngineConfig.DEFAULT.withLimit(StoreLimit.CALL_DEPTH, depth), executor);
        return new Linker().instantiate(engine.newStore(), program);
    }

    private Instance instantiate(Executor executor) {
        return instantiate(program.build(), executor, 10_000);
    }

    private static long i64(Instance instance, String function, Value... arguments) {
        return ((Value.I64) instance.function(function).call(arguments).get(0)).value();
    }

    private static int i32(Instance instance, String function, int argument) {
        return ((Value.I32)
                        instance.function(function).call(Value.i32(argument)).get(0))
                .value();
    }

    private static LinkedCode codeOf(Instance instance, int function) {
        FunctionState state = StoreAccess.functionAt(instance, function);
        return Calls.codeOf((GuestFunction) state);
    }

    /** A loop of many operators, on two locals. */
    private static Code large(int operators) {
        StringBuilder text = new StringBuilder("frame params 1, results 1, locals 4, slots 4\n")
                .append("    const64 s1, 100\n    const64 s2, 19088743\nL0:\n");
        Random random = new Random(operators);
        List<String> names =
                List.of("i64.add_ss", "i64.sub_ss", "i64.xor_ss", "i64.mul_ss", "i64.rotl_ss", "i64.or_ss");
        for (int i = 0; i < operators; i++) {
            text.append("    ")
                    .append(names.get(random.nextInt(names.size())))
                    .append(" s")
                    .append(random.nextBoolean() ? 0 : 2)
                    .append(", s")
                    .append(2 * random.nextInt(2))
                    .append(", s")
                    .append(2 * random.nextInt(2))
                    .append('\n');
            if (i % 100 == 50) {
                text.append("    br_if_i64.lt_u_si L" + (i + 1) + ", s0, 1000\n    i64.add_si s2, s2, 1\nL" + (i + 1)
                        + ":\n");
            }
        }
        return Assembler.assemble(
                text.append("    i64.add_si s1, s1, -1\n    br_if_i64.ne_si L0, s1, 0\n    return_s s2\n")
                        .toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 300, 2_000, 12_000})
    void noMethodIsTooLongForHotSpot(int operators) {
        Code code = large(operators);
        function(I64_TO_I64, code);
        Instance compiled = instantiate(new CompiledExecutor());
        assertThat(i64(compiled, "f0", Value.i64(77)))
                .isEqualTo(i64(instantiate(Executors.named(Executors.SWITCH)), "f0", Value.i64(77)));
        assertThat(codeOf(compiled, 0)).isInstanceOfSatisfying(CompiledCode.class, each -> assertThat(each.declined())
                .isEmpty());
        Shape shape = Shape.of(program.build());
        Signature signature = Objects.requireNonNull(Signature.of(I64_TO_I64));
        for (Form form : Form.values()) {
            List<Integer> sizes = methodSizes(new ClassMaker(shape, 0, code, I64_TO_I64, signature, form)
                    .make()
                    .bytes());
            assertThat(sizes).allSatisfy(size -> assertThat(size).isLessThan(8_000));
            assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isGreaterThan(5 * operators);
        }
    }

    private static List<Integer> methodSizes(byte[] classFile) {
        ClassReader reader = new ClassReader(classFile);
        char[] buffer = new char[reader.getMaxStringLength()];
        int at = reader.header + 8; // no interfaces and no fields
        List<Integer> sizes = new ArrayList<>();
        int methods = reader.readUnsignedShort(at + 2);
        at += 4;
        assertThat(reader.readUnsignedShort(at - 4)).isZero();
        for (int i = 0; i < methods; i++) {
            int attributes = reader.readUnsignedShort(at + 6);
            at += 8;
            for (int k = 0; k < attributes; k++) {
                if (reader.readUTF8(at, buffer).equals("Code")) {
                    sizes.add(reader.readInt(at + 10));
                }
                at += 6 + reader.readInt(at + 2);
            }
        }
        return sizes;
    }

    /** Jars of compiled code are the same wherever they are made. */
    @Test
    void aFunctionIsCompiledToTheSameClassEachTime() {
        Code code = large(5_000);
        for (Form form : Form.values()) {
            byte[] first = make(code, form);
            for (int i = 0; i < 5; i++) {
                assertThat(make(code, form)).isEqualTo(first);
            }
        }
    }

    private static byte[] make(Code code, Form form) {
        Program program = Program.builder().type(I64_TO_I64).build();
        Signature signature = Objects.requireNonNull(Signature.of(I64_TO_I64));
        return new ClassMaker(Shape.of(program), 0, code, I64_TO_I64, signature, form)
                .make()
                .bytes();
    }

    private static final String DEPTH = """
            frame params 1, results 1, locals 1, slots 3
                br_if_nez L0, s0
                return_i 0
            L0:
                i32.add_si s1, s0, -1
                call func 0, s1
                i32.add_si s0, s1, 1
                return
            """;

    @Test
    void theDepthOfCallsIsExactOnAnyThread() throws InterruptedException {
        function(I32_TO_I32, DEPTH);
        for (Executor executor : List.of(new CompiledExecutor(), tiered(1))) {
            AtomicReference<Throwable> failure = new AtomicReference<>();
            Thread thread = new Thread(
                    null,
                    () -> {
                        Instance instance = instantiate(executor);
                        assertThat(i32(instance, "f0", 9_999)).isEqualTo(9_999);
                        TrapException trap =
                                catchThrowableOfType(TrapException.class, () -> i32(instance, "f0", 10_000));
                        assertThat(trap.trap()).isEqualTo(Trap.CALL_STACK_EXHAUSTED);
                        assertThat(trap.frames().size() + trap.backtrace().omitted())
                                .isEqualTo(10_000);
                        assertThat(instance.store().deepestCall()).isEqualTo(10_000);
                    },
                    "small",
                    512 * 1024);
            thread.setUncaughtExceptionHandler((ignored, thrown) -> failure.set(thrown));
            thread.start();
            thread.join();
            assertThat(failure.get()).isNull();
        }
    }

    private static Executor tiered(int hot) {
        return new TieredForTest(hot);
    }

    /** Adds the numbers up to n. */
    private static final String SUM = """
            frame params 1, results 1, locals 2, slots 2
            L0:
                i32.add_ss s1, s1, s0
                i32.add_si s0, s0, -1
                br_if_nez L0, s0
                return_s s1
            """;

    @Test
    void aLoopGoesOnInCompiledCode() {
        function(I32_TO_I32, SUM);
        Instance instance = instantiate(tiered(100));
        assertThat(i32(instance, "f0", 10)).isEqualTo(55);
        assertThat(codeOf(instance, 0)).isNotInstanceOf(CompiledCode.class);
        assertThat(i32(instance, "f0", 100_000)).isEqualTo(705_082_704);
        assertThat(codeOf(instance, 0))
                .isInstanceOfSatisfying(CompiledCode.class, code -> assertThat(code.resumption(Form.PLAIN, 0))
                        .isPresent());
        assertThat(i32(instance, "f0", 100_000)).isEqualTo(705_082_704);
    }

    @Test
    void aLoopKeepsWritingToTheMemoryThatCompiledCodeHasMadeExact() {
        program.memory(new MemoryType(Limits.between(40, 40)));
        function(I32_TO_I32, """
                frame params 1, results 1, locals 1, slots 2
                L0:
                    i32.shl_si s1, s0, 2
                    store32_s s1, +0, s0
                    i32.add_si s0, s0, -1
                    br_if_nez L0, s0
                    return_s s1
                """);
        function(I32_TO_I32, """
                frame params 1, results 1, locals 2, slots 4
                L0:
                    i32.shl_si s2, s0, 2
                    load32_s s3, s2, +0
                    i32.add_ss s1, s1, s3
                    i32.add_si s0, s0, -1
                    br_if_nez L0, s0
                    return_s s1
                """);
        for (int hot : new int[] {1, 10, 500}) {
            Instance instance = instantiate(tiered(hot));
            assertThat(i32(instance, "f0", 1_000)).isEqualTo(4);
            assertThat(i32(instance, "f1", 1_000)).isEqualTo(500_500);
        }
    }

    @Test
    void aTailCallOfItselfIsALoopWithNewLocals() {
        // Adds n, n - 1 ... to the second parameter; the local must be zero each time.
        function(new FuncType(List.of(I32, I64), List.of(I64)), """
                frame params 2, results 1, locals 3, slots 6
                    br_if_eqz L0, s0
                    i64.extend_i32_u s5, s0
                    i64.add_ss s2, s2, s5
                    i32.add_si s3, s0, -1
                    i64.add_ss s4, s1, s2
                    return_call func 0, s3
                L0:
                    return_s s1
                """);
        Instance instance = instantiate(new CompiledExecutor());
        assertThat(i64(instance, "f0", Value.i32(100_000), Value.i64(7))).isEqualTo(5_000_050_007L);
        assertThat(codeOf(instance, 0)).isInstanceOf(CompiledCode.class);
    }

    /** Instances of the same program with an array have other code. */
    @Test
    void whereMemoryIsNotOneArrayCodeIsCompiledAsWell() {
        program.memory(new MemoryType(Limits.between(1, 3)));
        function(I32_TO_I32, SUM);
        Program both = program.build();
        Executor executor = new CompiledExecutor();
        List<LinkedCode> compiled = new ArrayList<>();
        for (boolean chunked : new boolean[] {true, false, true}) {
            Engine engine = Engine.create(EngineConfig.DEFAULT.withChunkedMemories(chunked), executor);
            Instance instance = new Linker().instantiate(engine.newStore(), both);
            assertThat(i32(instance, "f0", 10)).isEqualTo(55);
            compiled.add(codeOf(instance, 0));
        }
        assertThat(compiled).allSatisfy(each -> assertThat(each).isInstanceOf(CompiledCode.class));
    }

    @Test
    void functionsWithTailCallsOfOthersAreCompiled() {
        function(I32_TO_I32, """
                frame params 1, results 1, locals 1, slots 2
                    br_if_eqz L0, s0
                    i32.add_si s1, s0, -1
                    return_call func 1, s1
                L0:
                    return
                """);
        function(I32_TO_I32, """
                frame params 1, results 1, locals 1, slots 2
                    copy s1, s0
                    call func 0, s1
                    i32.add_si s0, s1, 5
                    return
                """);
        Instance instance = instantiate(new CompiledExecutor());
        assertThat(i32(instance, "f1", 100)).isEqualTo(505);
        for (int i = 0; i < 2; i++) {
            assertThat(codeOf(instance, i))
                    .isInstanceOfSatisfying(CompiledCode.class, each -> assertThat(each.declined())
                            .isEmpty());
        }
    }

    /** A loop that calls a function in one of a hundred rounds. */
    private static final String SELDOM = """
            frame params 1, results 1, locals 3, slots 5
                const32 s1, 0
            L0:
                i32.rem_s_si s2, s0, 100
                br_if_nez L1, s2
                copy s3, s0
                call func 1, s3
                i32.add_ss s1, s1, s3
            L1:
                i32.add_ss s1, s1, s0
                i32.add_si s0, s0, -1
                br_if_nez L0, s0
                return_s s1
            """;

    @Test
    void codeThatIsHotCallsWhatIsNotInTheInterpreter() {
        function(I32_TO_I32, SELDOM);
        function(I32_TO_I32, "frame params 1, results 1, locals 1, slots 1\ni32.mul_si s0, s0, 3\nreturn_s s0\n");
        Instance instance = instantiate(tiered(50));
        Instance expected = instantiate(Executors.named(Executors.SWITCH));
        assertThat(i32(instance, "f0", 2_000)).isEqualTo(i32(expected, "f0", 2_000));
        assertThat(codeOf(instance, 0)).isInstanceOf(CompiledCode.class);
        assertThat(codeOf(instance, 1)).isNotInstanceOf(CompiledCode.class);
        assertThat(i32(instance, "f0", 4_000)).isEqualTo(i32(expected, "f0", 4_000));
        assertThat(codeOf(instance, 1)).isInstanceOf(CompiledCode.class);
        assertThat(i32(instance, "f0", 4_000)).isEqualTo(i32(expected, "f0", 4_000));
    }

    /** Its driver would be too long for all. */
    @Test
    void aFunctionOfHundredsOfMethodsIsCompiled() {
        function(I64_TO_I64, large(280_000));
        Instance compiled = instantiate(new CompiledExecutor());
        assertThat(i64(compiled, "f0", Value.i64(77)))
                .isEqualTo(i64(instantiate(Executors.named(Executors.SWITCH)), "f0", Value.i64(77)));
        List<Integer> sizes =
                methodSizes(CompiledProgram.classFile(program.build(), 0).orElseThrow());
        assertThat(sizes).hasSizeGreaterThan(256).allSatisfy(size -> assertThat(size)
                .isLessThan(8_000));
    }

    /** Go begins a function so: with a branch to where it was interrupted. */
    @Test
    void aLongTableBeginsAndEndsWhereItSays() {
        int cases = 1_030;
        StringBuilder code = new StringBuilder("frame params 1, results 1, locals 1, slots 1\nbr_table s0");
        for (int i = 0; i <= cases; i++) {
            code.append(", L").append(i);
        }
        for (int i = 0; i <= cases; i++) {
            code.append("\nL%d:\nreturn_i %d".formatted(i, 7 * i));
        }
        function(I32_TO_I32, code.append('\n').toString());
        Instance compiled = instantiate(new CompiledExecutor());
        for (int index : new int[] {0, 1, 255, 256, 257, 1_023, 1_024, 1_029}) {
            assertThat(i32(compiled, "f0", index)).isEqualTo(7 * index);
        }
        for (int other : new int[] {1_030, 1_031, Integer.MAX_VALUE, Integer.MIN_VALUE, -1}) {
            assertThat(i32(compiled, "f0", other)).isEqualTo(7 * cases);
        }
        assertThat(codeOf(compiled, 0)).isInstanceOfSatisfying(CompiledCode.class, each -> assertThat(each.declined())
                .isEmpty());
        // What shows the bytecode beside the code finds the number of each instruction in it, and 0 for what is of
        // none.
        assertThat(numbers(CompiledProgram.classFile(program.build(), 0).orElseThrow()))
                .isEqualTo(IntStream.rangeClosed(0, 1 + cases + 1).boxed().collect(Collectors.toSet()));
    }

    private static Set<Integer> numbers(byte[] classFile) {
        Set<Integer> numbers = new TreeSet<>();
        new ClassReader(classFile)
                .accept(
                        new ClassVisitor(Opcodes.ASM9) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access, String name, String type, String generic, String[] thrown) {
                                return new MethodVisitor(Opcodes.ASM9) {
                                    @Override
                                    public void visitLineNumber(int line, Label start) {
                                        numbers.add(line);
                                    }
                                };
                            }
                        },
                        0);
        return numbers;
    }

    /** The loops of interpreters are like that: many cases, of which all know the same variables. */
    @ParameterizedTest
    @ValueSource(ints = {450, 1_500})
    void aTableOfManyBranchesToOtherMethodsIsCompiled(int cases) {
        int locals = 40;
        StringBuilder code = new StringBuilder("frame params 1, results 1, locals 40, slots 41\n")
                .append("L0:\nbr_if_eqz L9999, s0\ni32.add_si s0, s0, -1\nbr_table s0");
        for (int i = 0; i < cases; i++) {
            code.append(", L").append(i + 1);
        }
        code.append('\n');
        for (int i = 0; i < cases; i++) {
            int a = 1 + i % (locals - 1);
            int b = 1 + i * 7 % (locals - 1);
            code.append("L%d:\ni32.add_ss s%d, s%d, s%d\n".formatted(i + 1, a, a, b));
            code.append("i32.add_si s%d, s%d, %d\n".formatted(b, b, i));
            code.append("i32.mul_si s%d, s%d, 1000003\n".formatted(a, a));
            code.append("i32.add_ss s%d, s%d, s%d\nbr L0\n".formatted(b, b, a));
        }
        code.append("L9999:\ncopy s40, s1\n");
        for (int i = 2; i < locals; i++) {
            code.append("i32.mul_si s40, s40, 31\ni32.add_ss s40, s40, s%d\n".formatted(i));
        }
        function(I32_TO_I32, code.append("return_s s40\n").toString());
        Instance compiled = instantiate(new CompiledExecutor());
        Instance expected = instantiate(Executors.named(Executors.SWITCH));
        for (int rounds : new int[] {0, 1, 40, 450, 2_000}) {
            assertThat(i32(compiled, "f0", rounds)).isEqualTo(i32(expected, "f0", rounds));
        }
        assertThat(codeOf(compiled, 0)).isInstanceOfSatisfying(CompiledCode.class, each -> assertThat(each.declined())
                .isEmpty());
    }

    @Test
    void addressesOutOfBoundsTrap() {
        program.memory(new MemoryType(Limits.between(1, 3)));
        List<Long> offsets = List.of(0L, 1L, 65_528L, 65_535L, 65_536L, 0x7FFF_FFFFL, 0x8000_0000L, 0xFFFF_FFFFL);
        for (long offset : offsets) {
            function(new FuncType(List.of(I32), List.of(I64)), """
                    frame params 1, results 1, locals 1, slots 1
                        load64 s0, s0, +%d
                        return
                    """.formatted(offset));
        }
        Instance compiled = instantiate(new CompiledExecutor());
        Instance expected = instantiate(Executors.named(Executors.SWITCH));
        int traps = 0;
        for (int i = 0; i < offsets.size(); i++) {
            for (int address :
                    new int[] {0, 1, 8, 65_527, 65_528, 65_529, 65_535, 65_536, 1 << 30, 1 << 31, -1, -8, -65_536}) {
                Object seen = outcome(compiled.function("f" + i), address);
                assertThat(seen)
                        .as("offset %d, address %d", offsets.get(i), address)
                        .isEqualTo(outcome(expected.function("f" + i), address));
                traps += seen instanceof Trap ? 1 : 0;
            }
        }
        assertThat(traps).isBetween(50, 100);
    }

    @Test
    void bulkAccessesAreThoseOfTheInterpreter() {
        program.memory(new MemoryType(Limits.between(3, 3)));
        FuncType three = new FuncType(List.of(I32, I32, I32), List.of(I32));
        function(three, """
                frame params 3, results 1, locals 3, slots 4
                    i32.add_si s3, s0, 1
                    memory_fill memory 0, s0, s1, s2
                    return_s s3
                """);
        function(three, """
                frame params 3, results 1, locals 3, slots 4
                    i32.add_si s3, s0, 1
                    memory_copy memory 0, memory 0, s0, s1, s2
                    return_s s3
                """);
        function(new FuncType(List.of(I32), List.of(I64)), """
                frame params 1, results 1, locals 1, slots 1
                    load64 s0, s0, +0
                    return
                """);
        int[] numbers = {0, 1, 7, 100, 65_535, 65_536, 65_537, 131_072, 196_608, 196_609, 1 << 31, -1};
        List<List<Object>> seen = new ArrayList<>();
        for (Executor executor : List.of(Executors.named(Executors.SWITCH), new CompiledExecutor())) {
            Instance instance = instantiate(executor);
            List<Object> outcomes = new ArrayList<>();
            for (int to : numbers) {
                for (int from : numbers) {
                    for (int n : numbers) {
                        for (String name : List.of("f0", "f1")) {
                            outcomes.add(
                                    outcome(instance.function(name), Value.i32(to), Value.i32(from), Value.i32(n)));
                        }
                    }
                    outcomes.add(outcome(instance.function("f2"), Value.i32(to)));
                }
            }
            seen.add(outcomes);
        }
        assertThat(seen.get(1)).isEqualTo(seen.get(0)).contains(Trap.MEMORY_OUT_OF_BOUNDS);
    }

    private static Object outcome(WasmFunction function, int argument) {
        return outcome(function, Value.i32(argument));
    }

    private static Object outcome(WasmFunction function, Value... arguments) {
        try {
            return function.call(arguments);
        } catch (TrapException trap) {
            return trap.trap();
        }
    }

    @Test
    void aCallerSeesThatAMemoryHasGrown() {
        program.memory(new MemoryType(Limits.between(1, 5)));
        function(I32_TO_I32, """
                frame params 1, results 1, locals 1, slots 2
                    memory_grow s1, memory 0, s0
                    return_s s1
                """);
        function(I32_TO_I32, """
                frame params 1, results 1, locals 1, slots 4
                    const32 s1, 70000
                    copy s2, s0
                    call func 0, s2
                    store32_s s1, +0, s0
                    load32_s s0, s1, +0
                    return
                """);
        Instance instance = instantiate(new CompiledExecutor());
        assertThat(i32(instance, "f1", 2)).isEqualTo(2);
        assertThatThrownBy(() -> i32(instantiate(new CompiledExecutor()), "f1", 0))
                .isInstanceOf(TrapException.class);
    }

    @Test
    void classesGoWithTheirProgram() throws InterruptedException {
        Executor executor = new CompiledExecutor();
        WeakReference<?> loader = new WeakReference<>(loaderOfProgram(executor));
        for (int i = 0; i < 100 && loader.get() != null; i++) {
            System.gc();
            Thread.sleep(50);
        }
        assertThat(loader.get()).isNull();
        assertThat(executor.name()).isEqualTo(CompiledExecutor.NAME); // it is still there
    }

    private static ClassLoader loaderOfProgram(Executor executor) {
        CompilerTest test = new CompilerTest().function(I32_TO_I32, SUM);
        Instance instance = instantiate(test.program.build(), executor, 100);
        assertThat(i32(instance, "f0", 10)).isEqualTo(55);
        CompiledCode code = (CompiledCode) codeOf(instance, 0);
        return code.callable(Form.PLAIN).getClass().getClassLoader();
    }

    @Test
    void parametersOfAnyNumberAndKindArrive() {
        List<ValType> many = new ArrayList<>();
        StringBuilder text = new StringBuilder("frame params 60, results 1, locals 60, slots 61\n    copy s60, s0\n");
        for (int i = 0; i < 60; i++) {
            many.add(i % 2 == 0 ? I64 : I32);
            if (i % 2 == 0 && i > 0) {
                text.append("    i64.add_ss s60, s60, s" + i + "\n");
            }
        }
        function(
                new FuncType(many, List.of(I64)),
                text.append("    return_s s60\n").toString());
        Instance instance = instantiate(new CompiledExecutor());
        Value[] arguments = new Value[60];
        for (int i = 0; i < 60; i++) {
            arguments[i] = i % 2 == 0 ? Value.i64(i) : Value.i32(i);
        }
        assertThat(i64(instance, "f0", arguments)).isEqualTo(870);
        assertThat(codeOf(instance, 0)).isInstanceOf(CompiledCode.class);
    }
}
