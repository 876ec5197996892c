package org.wasmi.testkit.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.testkit.CodeBuilder;
import org.wasmi.testkit.ModuleBuilder;
import org.wasmi.text.Wat;

/** Facts from the specification, so that the oracle does not only agree with what it is compared with. */
class OracleTest {
    private static final long FUEL = 100_000;

    private static OracleValue i32(int value) {
        return new OracleValue.I32(value);
    }

    private static OracleValue i64(long value) {
        return new OracleValue.I64(value);
    }

    private static Outcome run(String signature, Consumer<CodeBuilder> body, OracleValue... arguments) {
        byte[] wasm = new ModuleBuilder().function("run", signature, body).build();
        return Oracle.instantiate(wasm, FUEL).call("run", List.of(arguments));
    }

    private static Outcome returned(OracleValue... results) {
        return new Outcome.Returned(List.of(results));
    }

    private static Outcome trapped(Trap trap) {
        return new Outcome.Trapped(trap);
    }

    @ParameterizedTest
    @CsvSource({
        "i32.add, 2147483647, 1, -2147483648",
        "i32.sub, 0, 1, -1",
        "i32.mul, 65536, 65536, 0",
        "i32.div_s, -7, 2, -3",
        "i32.div_u, -1, 2, 2147483647",
        "i32.rem_s, -7, 2, -1",
        "i32.rem_s, -2147483648, -1, 0",
        "i32.rem_u, -1, 10, 5",
        "i32.shl, 1, 33, 2",
        "i32.shr_s, -8, 1, -4",
        "i32.shr_u, -8, 1, 2147483644",
        "i32.rotl, -2147483647, 1, 3",
        "i32.rotr, 3, 1, -2147483647",
        "i32.rotr, 3, 0, 3",
        "i32.lt_s, -1, 0, 1",
        "i32.lt_u, -1, 0, 0",
        "i32.ge_u, -1, 0, 1",
        "i32.xor, 12, 10, 6"
    })
    void i32OperatorsWithTwoOperands(String operator, int a, int b, int result) {
        assertThat(run("i32 i32 -> i32", code -> code.localsGet(0, 1).op(operator), i32(a), i32(b)))
                .isEqualTo(returned(i32(result)));
    }

    @ParameterizedTest
    @CsvSource({
        "i64.clz, 1, 63",
        "i64.ctz, 0, 64",
        "i64.popcnt, -1, 64",
        "i64.extend8_s, 128, -128",
        "i64.extend32_s, 2147483648, -2147483648"
    })
    void i64OperatorsWithOneOperand(String operator, long value, long result) {
        assertThat(run("i64 -> i64", code -> code.localGet(0).op(operator), i64(value)))
                .isEqualTo(returned(i64(result)));
    }

    @ParameterizedTest
    @CsvSource({
        "f64.nearest, 2.5, 2",
        "f64.nearest, -0.5, -0.0",
        "f64.ceil, -0.5, -0.0",
        "f64.floor, -0.5, -1",
        "f64.trunc, 1e300, 1e300",
        "f64.sqrt, -0.0, -0.0",
        "f64.abs, -Infinity, Infinity"
    })
    void f64OperatorsWithOneOperand(String operator, double value, double result) {
        assertThat(run("-> f64", code -> code.f64Const(value).op(operator)))
                .isEqualTo(returned(new OracleValue.F64(Double.doubleToRawLongBits(result))));
    }

    @ParameterizedTest
    @CsvSource({
        "f32.min, 0.0, -0.0, -0.0",
        "f32.max, -0.0, 0.0, 0.0",
        "f32.min, -Infinity, 1, -Infinity",
        "f32.max, 1, NaN, NaN",
        "f32.copysign, 1, -0.0, -1"
    })
    void f32OperatorsWithTwoOperands(String operator, float a, float b, float result) {
        assertThat(run("-> f32", code -> code.f32Const(a).f32Const(b).op(operator)))
                .isEqualTo(returned(new OracleValue.F32(Float.floatToRawIntBits(result))));
    }

    @Test
    void conversionsRoundToNearestAndTrapOutsideTheRange() {
        assertThat(run("-> f32", code -> code.i64Const(-1).op("f32.convert_i64_u")))
                .isEqualTo(returned(new OracleValue.F32(0x5F80_0000)));
        assertThat(run("-> i64", code -> code.f64Const(0x1p63).op("i64.trunc_f64_u")))
                .isEqualTo(returned(i64(Long.MIN_VALUE)));
        assertThat(run("-> i32", code -> code.f64Const(-0.9).op("i32.trunc_f64_u")))
                .isEqualTo(returned(i32(0)));
        assertThat(run("-> i32", code -> code.f32Const(0x1p31f).op("i32.trunc_f32_s")))
                .isEqualTo(trapped(Trap.INTEGER_OVERFLOW));
        assertThat(run("-> i32", code -> code.f32Const(Float.NaN).op("i32.trunc_f32_s")))
                .isEqualTo(trapped(Trap.INVALID_CONVERSION_TO_INTEGER));
        assertThat(run("-> i32", code -> code.f32Const(1e20f).op("i32.trunc_sat_f32_u")))
                .isEqualTo(returned(i32(-1)));
    }

    @Test
    void divisionTraps() {
        assertThat(run("-> i32", code -> code.i32Const(1).i32Const(0).op("i32.rem_u")))
                .isEqualTo(trapped(Trap.INTEGER_DIVIDE_BY_ZERO));
        assertThat(run(
                        "-> i64",
                        code -> code.i64Const(Long.MIN_VALUE).i64Const(-1).op("i64.div_s")))
                .isEqualTo(trapped(Trap.INTEGER_OVERFLOW));
    }

    @Test
    void bitsOfSignallingNaNsStayAsTheyAre() {
        assertThat(run("-> i32", code -> code.f32Bits(0x7FA0_0001).op("f32.neg").op("i32.reinterpret_f32")))
                .isEqualTo(returned(i32(0xFFA0_0001)));
    }

    @Test
    void aLoopWithParametersComputesAFactorial() {
        Consumer<CodeBuilder> factorial = code -> code.i64Const(1)
                .loop("i64 -> i64")
                .localGet(0)
                .op("i64.mul")
                .localGet(0)
                .i64Const(1)
                .op("i64.sub")
                .localTee(0)
                .op("i64.eqz")
                .op("i32.eqz")
                .brIf(0)
                .end();
        assertThat(run("i64 -> i64", factorial, i64(10))).isEqualTo(returned(i64(3_628_800)));
    }

    @Test
    void branchesDropWhatIsBelowTheirValues() {
        Consumer<CodeBuilder> body = code -> code.block("-> i32 i32")
                .i64Const(9)
                .i32Const(1)
                .i32Const(2)
                .localGet(0)
                .brTable(List.of(0), 1)
                .end()
                .op("i32.sub")
                .i32Const(7);
        assertThat(run("i32 -> i32 i32", body, i32(0))).isEqualTo(returned(i32(-1), i32(7)));
        assertThat(run("i32 -> i32 i32", body, i32(-1))).isEqualTo(returned(i32(1), i32(2)));
    }

    @Test
    void anIfWithoutElsePassesItsParametersOn() {
        Consumer<CodeBuilder> body = code -> code.i32Const(5)
                .localGet(0)
                .ifThen("i32 -> i32")
                .i32Const(1)
                .op("i32.add")
                .end();
        assertThat(run("i32 -> i32", body, i32(0))).isEqualTo(returned(i32(5)));
        assertThat(run("i32 -> i32", body, i32(2))).isEqualTo(returned(i32(6)));
    }

    @Test
    void tailCallsDoNotNest() {
        byte[] wasm = new ModuleBuilder()
                .function("down", "i32 -> i32", code -> code.localGet(0)
                        .op("i32.eqz")
                        .ifThen()
                        .i32Const(42)
                        .op("return")
                        .end()
                        .localGet(0)
                        .i32Const(1)
                        .op("i32.sub")
                        .returnCall(0))
                .build();
        int turns = 4 * Oracle.MAX_DEPTH;
        assertThat(Oracle.instantiate(wasm, FUEL).call("down", List.of(i32(turns))))
                .isEqualTo(returned(i32(42)));
    }

    @Test
    void endlessLoopsRunOutOfFuelAndEndlessRecursionOutOfStack() {
        assertThat(run("->", code -> code.loop().br(0).end())).isEqualTo(trapped(Trap.OUT_OF_FUEL));
        assertThat(run("->", code -> code.call(0))).isEqualTo(trapped(Trap.CALL_STACK_EXHAUSTED));
    }

    @Test
    void indirectCallsCheckIndexNullAndType() {
        byte[] wasm = new ModuleBuilder()
                .table(new TableType(RefType.FUNCREF, Limits.atLeast(3)))
                .function("run", "i32 -> i32", code -> code.localGet(0).callIndirect(0, "-> i32"))
                .function("-> i32", code -> code.i32Const(8))
                .elements(0, code -> code.i32Const(0), 1, 0)
                .build();
        Oracle oracle = Oracle.instantiate(wasm, FUEL);
        assertThat(oracle.call("run", List.of(i32(0)))).isEqualTo(returned(i32(8)));
        assertThat(oracle.call("run", List.of(i32(1)))).isEqualTo(trapped(Trap.INDIRECT_CALL_TYPE_MISMATCH));
        assertThat(oracle.call("run", List.of(i32(2)))).isEqualTo(trapped(Trap.UNINITIALIZED_ELEMENT));
        assertThat(oracle.call("run", List.of(i32(-1)))).isEqualTo(trapped(Trap.UNDEFINED_ELEMENT));
        assertThat(oracle.table(0))
                .containsExactly(new OracleValue.Function(1), new OracleValue.Function(0), OracleValue.nullRef());
    }

    @Test
    void memoryIsLittleEndianBoundedAndCopiedAsIfAtOnce() {
        byte[] wasm = new ModuleBuilder()
                .memory(Limits.between(1, 2))
                .data(0, code -> code.i32Const(1).i32Const(2).op("i32.add"), new byte[] {1, 2, -3})
                .function("load", "i32 -> i64", code -> code.localGet(0).op("i64.load16_s", 1))
                .function(
                        "copy",
                        "->",
                        code -> code.i32Const(4).i32Const(3).i32Const(3).op("memory.copy"))
                .function(
                        "grow",
                        "-> i32 i32",
                        code -> code.i32Const(1).op("memory.grow").i32Const(1).op("memory.grow"))
                .build();
        Oracle oracle = Oracle.instantiate(wasm, FUEL);
        assertThat(oracle.call("load", List.of(i32(3)))).isEqualTo(returned(i64(-766)));
        assertThat(oracle.call("load", List.of(i32(65_534)))).isEqualTo(trapped(Trap.MEMORY_OUT_OF_BOUNDS));
        assertThat(oracle.call("load", List.of(i32(-1)))).isEqualTo(trapped(Trap.MEMORY_OUT_OF_BOUNDS));
        oracle.call("copy", List.of());
        assertThat(oracle.memory(0)).startsWith(0, 0, 0, 1, 1, 2, -3, 0);
        assertThat(oracle.call("grow", List.of())).isEqualTo(returned(i32(1), i32(-1)));
        assertThat(oracle.memory(0)).hasSize(2 * 65_536);
    }

    @Test
    void exceptionsAreCaughtByTheirTag() {
        Oracle oracle = Oracle.instantiate(
                new ModuleBuilder()
                        .tag("number", "i32 ->")
                        .tag("nothing", "->")
                        .function("throw", "i32 -> i32", code -> code.localGet(0)
                                .ifThen()
                                .localGet(0)
                                .op("throw", 0)
                                .end()
                                .op("throw", 1))
                        .function("catch", "i32 -> i32", code -> code.block("-> i32")
                                .tryTable("-> i32", "catch 0 0")
                                .i32Const(100)
                                .localGet(0)
                                .call(0)
                                .op("i32.add")
                                .end()
                                .op("return")
                                .end()
                                .i32Const(1)
                                .op("i32.add"))
                        .function("again", "i32 -> i32", code -> code.block("-> (ref exn)")
                                .tryTable("-> i32", "catch_all_ref 0")
                                .localGet(0)
                                .call(0)
                                .end()
                                .op("return")
                                .end()
                                .op("throw_ref"))
                        .build(),
                FUEL);
        assertThat(oracle.call("catch", List.of(i32(5)))).isEqualTo(returned(i32(6)));
        assertThat(oracle.call("catch", List.of(i32(0)))).isEqualTo(new Outcome.Thrown(1, List.of()));
        assertThat(oracle.call("again", List.of(i32(5)))).isEqualTo(new Outcome.Thrown(0, List.of(i32(5))));
    }

    private static Outcome ofText(String text, OracleValue... arguments) {
        return Oracle.instantiate(Wat.parse(text), FUEL).call("run", List.of(arguments));
    }

    @Test
    void typesAreTheSameInEqualGroups() {
        String text = """
                (module
                  (rec (type $a (sub (struct))) (type $b (sub $a (struct (field (ref null $a))))))
                  (rec (type $c (sub (struct))) (type $d (sub $c (struct (field (ref null $c))))))
                  (rec (type $e (sub (struct))) (type $f (sub $e (struct (field (ref null $a))))))
                  (func (export "run") (result i32 i32 i32 i32 i32)
                    (ref.test (ref $b) (struct.new_default $d))
                    (ref.test (ref $c) (struct.new_default $b))
                    (ref.test (ref $d) (struct.new_default $a))
                    (ref.test (ref $a) (struct.new_default $f))
                    (ref.test (ref $f) (struct.new_default $d))))
                """;
        assertThat(ofText(text)).isEqualTo(returned(i32(1), i32(1), i32(0), i32(0), i32(0)));
    }

    @Test
    void functionsAreCalledThroughReferencesOfSupertypes() {
        String text = """
                (module
                  (type $above (sub (func (result anyref))))
                  (type $below (sub $above (func (result i31ref))))
                  (table 2 2 funcref)
                  (elem (i32.const 0) $seven)
                  (func $seven (type $below) (ref.i31 (i32.const 7)))
                  (func (export "run") (param (ref null $above)) (result anyref anyref i32)
                    (call_ref $above (local.get 0))
                    (call_indirect (type $above) (i32.const 0))
                    (ref.test (ref $below) (local.get 0))))
                """;
        OracleValue seven = new OracleValue.I31(7);
        assertThat(ofText(text, new OracleValue.Function(0))).isEqualTo(returned(seven, seven, i32(1)));
        assertThat(ofText(text, OracleValue.nullRef())).isEqualTo(trapped(Trap.NULL_FUNCTION));
    }

    @Test
    void branchesOnCastsAndNullCarryTheReference() {
        String text = """
                (module
                  (func (export "run") (param anyref) (result i32)
                    (block $null
                      (block $small (result (ref i31))
                        (br_on_cast $small anyref (ref i31) (br_on_null $null (local.get 0)))
                        (drop)
                        (return (i32.const 1)))
                      (i31.get_s)
                      (return))
                    (i32.const -1)))
                """;
        assertThat(ofText(text, new OracleValue.I31(5))).isEqualTo(returned(i32(5)));
        assertThat(ofText(text, new OracleValue.Extern("any"))).isEqualTo(returned(i32(1)));
        assertThat(ofText(text, OracleValue.nullRef())).isEqualTo(returned(i32(-1)));
    }
}
