package org.wasmi.testkit.arbitraries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.program.SegmentMode;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.NumType;
import org.wasmi.testkit.CodeBuilder;
import org.wasmi.testkit.oracle.OracleValue;
import org.wasmi.translate.Translator;
import org.wasmi.translate.WasmOperator;

/** Planted failures: the smallest modules that show one have what it needs, and nothing else. */
class ReductionTest {

    private static Program program(WasmModule module) {
        return Translator.translate(module.wasm(), WasmModuleTest.ALL_FEATURES);
    }

    private static WasmModule smallest(Predicate<WasmModule> fails) {
        WasmModule first = LongStream.range(0, 20_000)
                .mapToObj(WasmModule::ofSeed)
                .filter(fails)
                .findFirst()
                .orElseThrow();
        return first.smallest(fails);
    }

    @Test
    void modulesAndTheirReductionsAreValidAndGetSmaller() {
        Random random = new Random(1);
        for (long seed = 0; seed < 40; seed++) {
            WasmModule module = WasmModule.ofSeed(seed);
            List<WasmModule> reductions = module.reductions().toList();
            for (int step = 0; step < 30 && !reductions.isEmpty(); step++) {
                for (int i = 0; i < 10; i++) {
                    WasmModule smaller = reductions.get(random.nextInt(reductions.size()));
                    assertThatCode(() -> Translator.validate(smaller.wasm(), WasmModuleTest.ALL_FEATURES))
                            .as(smaller.toString())
                            .doesNotThrowAnyException();
                    assertThat(smaller.typeCount()).isLessThanOrEqualTo(module.typeCount());
                    if (smaller.typeCount() == module.typeCount()) {
                        assertThat(smaller.size()).as(smaller.toString()).isLessThanOrEqualTo(module.size());
                    }
                }
                module = reductions.get(random.nextInt(reductions.size()));
                reductions = module.reductions().toList();
            }
        }
    }

    @Test
    void ifEverythingFailsNothingIsLeft() {
        for (long seed = 0; seed < 20; seed++) {
            WasmModule smallest = WasmModule.ofSeed(seed).smallest(module -> true);
            assertThat(smallest.size()).as(smallest.toString()).isZero();
            assertThat(smallest.calls()).isEmpty();
            assertThat(smallest.wasm()).hasSize(8);
        }
    }

    /** A failure that one part is enough for. */
    private record Planted(String name, Predicate<WasmModule> fails, int size) {

        static Planted inProgram(String name, Predicate<Program> fails, int size) {
            return new Planted(name, module -> fails.test(program(module)), size);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static boolean hasActive(Stream<SegmentMode> modes) {
        return modes.anyMatch(SegmentMode.Active.class::isInstance);
    }

    static Stream<Planted> partsOfAModuleAreEnough() {
        return Stream.of(
                Planted.inProgram("a table", each -> !each.tables().isEmpty(), 1),
                Planted.inProgram("a memory", each -> !each.memories().isEmpty(), 1),
                Planted.inProgram("two memories", each -> each.memories().size() == 2, 2),
                Planted.inProgram("a global of type i64", ReductionTest::hasGlobal, 2),
                Planted.inProgram("an element segment", each -> !each.elements().isEmpty(), 1),
                Planted.inProgram(
                        "an active element segment, so a table and an offset",
                        each -> hasActive(each.elements().stream().map(segment -> segment.mode())),
                        4),
                Planted.inProgram("a data segment", each -> !each.data().isEmpty(), 1),
                Planted.inProgram(
                        "an active data segment, so a memory and an offset",
                        each -> hasActive(each.data().stream().map(segment -> segment.mode())),
                        4),
                Planted.inProgram("an imported function", each -> hasImport(each, ExternKind.FUNC), 1),
                Planted.inProgram("an imported memory", each -> hasImport(each, ExternKind.MEMORY), 2),
                Planted.inProgram("an imported table", each -> hasImport(each, ExternKind.TABLE), 2),
                Planted.inProgram("an imported global", each -> hasImport(each, ExternKind.GLOBAL), 2),
                Planted.inProgram("an exported memory", each -> hasExport(each, ExternKind.MEMORY), 2),
                Planted.inProgram("an exported table", each -> hasExport(each, ExternKind.TABLE), 2),
                Planted.inProgram("an exported global", each -> hasExport(each, ExternKind.GLOBAL), 3),
                Planted.inProgram("an exported function", each -> hasExport(each, ExternKind.FUNC), 2),
                Planted.inProgram("a start function", each -> each.start().isPresent(), 2),
                new Planted("a call", each -> !each.calls().isEmpty(), 3),
                new Planted("an argument of a call", ReductionTest::hasArgument, 4),
                new Planted("a parameter i64 of function 3", ReductionTest::hasParam, 5),
                new Planted("a local of type f32", ReductionTest::hasLocal, 2));
    }

    private static boolean hasImport(Program program, ExternKind kind) {
        return program.imports().stream().anyMatch(each -> each.type().kind() == kind);
    }

    private static boolean hasGlobal(Program program) {
        return program.globals().stream().anyMatch(each -> each.type().type().equals(NumType.I64));
    }

    private static boolean hasExport(Program program, ExternKind kind) {
        return program.exports().stream().anyMatch(each -> each.kind() == kind);
    }

    private static boolean hasArgument(WasmModule module) {
        return module.calls().stream()
                .anyMatch(each -> each.arguments().stream().anyMatch(OracleValue.I64.class::isInstance));
    }

    private static boolean hasParam(WasmModule module) {
        return module.functionCount() >= 4
                && module.functions().get(3).type().params().contains(NumType.I64);
    }

    private static boolean hasLocal(WasmModule module) {
        return module.functions().stream().anyMatch(each -> each.locals().contains(NumType.F32));
    }

    @ParameterizedTest
    @MethodSource
    void partsOfAModuleAreEnough(Planted planted) {
        WasmModule smallest = smallest(planted.fails());
        assertThat(smallest.size()).as(smallest.toString()).isEqualTo(planted.size());
    }

    private static Stream<Long> constants(WasmModule module) {
        return module.functions().stream()
                .flatMap(function -> Node.all(function.body()))
                .filter(node -> node.operator().equals("i32.const"))
                .map(node -> node.immediates().get(0));
    }

    @Test
    void constantsAreMadeSmall() {
        WasmModule smallest = smallest(module -> constants(module).anyMatch(each -> each < -1_000));
        assertThat(smallest.size()).as(smallest.toString()).isEqualTo(3);
        assertThat(constants(smallest)).singleElement().satisfies(each -> assertThat(each)
                .isBetween(-2_002L, -1_001L));
    }

    /** {@return the names of the operators in the bodies of a module} */
    private static List<String> operators(WasmModule module) {
        byte[] wasm = module.wasm();
        List<String> names = new ArrayList<>();
        Translator.layout(wasm).bodies().stream()
                .flatMap(body -> WasmOperator.list(wasm, body).stream())
                .map(WasmOperator::text)
                .forEach(text -> names.add(WasmModuleTest.name(text)));
        return names;
    }

    /** By seed: the operators of the modules so far. */
    private static final List<Set<String>> OPERATORS = new ArrayList<>();

    private static WasmModule firstWith(String operator) {
        int seed = 0;
        while (!operatorsOf(seed).contains(operator)) {
            seed++;
        }
        return WasmModule.ofSeed(seed);
    }

    private static synchronized Set<String> operatorsOf(int seed) {
        if (seed == OPERATORS.size()) {
            OPERATORS.add(Set.copyOf(operators(WasmModule.ofSeed(seed))));
        }
        return OPERATORS.get(seed);
    }

    /** What operands may be, and what may take a result. */
    private static final Set<String> SURROUNDINGS = Set.of(
            "i32.const", "i64.const", "f32.const", "f64.const", "v128.const", "ref.null", "unreachable", "drop", "end");

    /**
     * What pays for a call or a turn of a loop, or makes NaNs canonical: modules have these that have no such {@code
     * Node}.
     */
    private static final Set<String> EMITTED = Set.of(
            "global.get",
            "i32.eqz",
            "if",
            "return",
            "i32.const",
            "i32.sub",
            "global.set",
            "end",
            "call",
            "local.get",
            "local.tee",
            "f32.eq",
            "f64.eq",
            "select",
            "f32x4.eq",
            "f64x2.eq",
            "v128.bitselect");

    /** What makes one number of two results. */
    private static final Set<String> JOINING = Set.of("i64.xor", "i64.sub");

    private static boolean isWideArithmetic(String operator) {
        return operator.matches("i64.(add128|sub128|mul_wide_[su])");
    }

    /** {@return whether it needs a label, or comes with blocks for handlers} */
    private static boolean needsBlock(String operator) {
        return operator.matches("br_on_.*|try_table");
    }

    private static boolean isPaid(String operator) {
        return operator.contains("call") || operator.equals("loop");
    }

    static Stream<String> anOperatorIsEnough() {
        return CodeBuilder.operators().stream()
                .filter(each -> !isOneOfManyOnVectors(each) && !WasmModuleTest.isLegacy(each));
    }

    /**
     * {@return whether it is an operator on vectors of which others stand for it: there are more than of all others}
     */
    private static boolean isOneOfManyOnVectors(String operator) {
        return operator.matches("(v128|[if]\\d+x\\d+)\\..*")
                && !Set.of(
                                "i8x16.add",
                                "i8x16.shuffle",
                                "i32x4.extract_lane",
                                "v128.load8_lane",
                                "v128.store",
                                "v128.const")
                        .contains(operator);
    }

    @ParameterizedTest
    @MethodSource
    void anOperatorIsEnough(String operator) {
        WasmModule smallest =
                firstWith(operator).smallest(module -> operators(module).contains(operator));
        assertThat(smallest.size()).as(smallest.toString()).isLessThan(10);
        assertThat(operators(smallest))
                .as(smallest.toString())
                .allMatch(each -> each.equals(operator)
                        || SURROUNDINGS.contains(each)
                        || (operator.equals("else") && each.equals("if"))
                        || (needsBlock(operator) && Set.of("block", "try_table").contains(each))
                        || (isWideArithmetic(operator) && JOINING.contains(each))
                        || ((isPaid(operator) || EMITTED.contains(operator)) && EMITTED.contains(each)));
        Program program = program(smallest);
        assertThat(smallest.calls()).isEmpty();
        assertThat(program.memories()).hasSize(operator.matches("memory.*|.*(load|store|rmw).*") ? 1 : 0);
        assertThat(program.tables()).hasSize(operator.matches("table.*|.*_indirect") ? 1 : 0);
        assertThat(program.elements())
                .hasSize(operator.matches("table.init|elem.drop|ref.func|array.(new|init)_elem") ? 1 : 0);
        assertThat(program.data()).hasSize(operator.matches("memory.init|data.drop|array.(new|init)_data") ? 1 : 0);
        assertThat(program.globals()).hasSizeLessThan(2);
        // Who calls may be somebody from outside.
        assertThat(program.functions())
                .as(smallest.toString())
                .hasSizeLessThan(operator.matches("call|return_call|local.get") ? 3 : 2);
    }
}
