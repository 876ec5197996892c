package org.wasmi.translate.internal.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wasmi.encoding.error.InvalidException;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.encoding.program.ConstExpr;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.encoding.type.VecType;
import org.wasmi.translate.Wasm;
import org.wasmi.translate.internal.binary.BinaryReader;
import org.wasmi.translate.internal.binary.ModuleInfo;

class ConstantExpressionTest {
    private static final int GLOBALS = 4;

    private static String lines(String operators, ValType type) {
        byte[] bytes = Wasm.join(OperatorText.assemble(operators), Wasm.bytes(0x0B));
        return lines(bytes, type);
    }

    private static String lines(byte[] bytes, ValType type) {
        ConstExpr expression = expression(bytes, type);
        assertThat(expression).isInstanceOf(ConstExpr.Computed.class);
        return TestFunction.lines(((ConstExpr.Computed) expression).code());
    }

    private static ConstExpr expression(String operators, ValType type) {
        return expression(Wasm.join(OperatorText.assemble(operators), Wasm.bytes(0x0B)), type);
    }

    private static ConstExpr expression(byte[] bytes, ValType type) {
        ModuleInfo module = TestFunction.of(" -> ").module();
        FunctionTranslator translator = TestFunction.of(" -> ").translator(module);
        BinaryReader reader = new BinaryReader(bytes, 0, bytes.length);
        ConstExpr expression = translator.constant(reader, type, GLOBALS);
        assertThat(expression.type()).isEqualTo(type);
        assertThat(reader.remaining()).isZero();
        return expression;
    }

    @Test
    void singleConstantsNeedNoCode() {
        assertThat(expression("i32.const -5", NumType.I32)).isEqualTo(new ConstExpr.Numeric(NumType.I32, -5));
        assertThat(expression("i64.const -9223372036854775808", NumType.I64))
                .isEqualTo(new ConstExpr.Numeric(NumType.I64, Long.MIN_VALUE));
        assertThat(expression("f32.const -0", NumType.F32))
                .isEqualTo(new ConstExpr.Numeric(NumType.F32, Integer.MIN_VALUE));
        assertThat(expression("f64.const 1.5", NumType.F64))
                .isEqualTo(new ConstExpr.Numeric(NumType.F64, Double.doubleToRawLongBits(1.5)));
        assertThat(expression("ref.null extern", RefType.EXTERNREF))
                .isEqualTo(new ConstExpr.NullReference(RefType.EXTERNREF));
        assertThat(expression("ref.func 7", RefType.FUNCREF))
                .isEqualTo(new ConstExpr.FunctionReference(RefType.FUNCREF, 7));
    }

    @Test
    void otherExpressionsAreCode() {
        assertThat(lines("i32.const 5 i32.const 2 i32.add", NumType.I32)).isNotEmpty();
        assertThat(lines("global.get 3", NumType.I32)).isEqualTo("global_get s0, global 3\nreturn_s s0");
        assertThat(lines("v128.const i32x4 0x1 0x0 0xffffffff 0xffffffff", VecType.V128))
                .isEqualTo("v128.const s0, 1, -1\nreturn_span s0, count 2");
    }

    @Test
    void arithmetic() {
        assertThat(lines("global.get 3 i32.const 2 i32.mul i32.const 1 i32.sub", NumType.I32))
                .isEqualTo("""
                        global_get s0, global 3
                        i32.mul_si s0, s0, 2
                        i32.add_si s0, s0, -1
                        return_s s0""");
    }

    @Test
    void aReferenceToAFunctionDeclaresIt() {
        ModuleInfo module = TestFunction.of(" -> ").module();
        byte[] bytes = Wasm.bytes(0xD2, 7, 0x0B, 0xFF);
        BinaryReader reader = new BinaryReader(bytes, 0, bytes.length);
        var expression = TestFunction.of(" -> ").translator(module).constant(reader, RefType.FUNCREF, 0);
        assertThat(expression).isEqualTo(new ConstExpr.FunctionReference(RefType.FUNCREF, 7));
        assertThat(module.isDeclared(7)).isTrue();
        assertThat(reader.position()).as("only the expression is read").isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "i64.const 1 | type mismatch: expected i32, found i64",
                "i32.const 1 i32.const 1 | type mismatch: 1 values remain",
                "nop | constant expression required: nop",
                "i32.const 1 i32.const 1 i32.div_s | constant expression required: i32.div_s",
                "i32.const 1 br 0 | constant expression required: br",
                "global.get 0 | constant expression required: global 0 is mutable",
                "global.get 4 | unknown global 4",
                "i32.const 1 i32x4.splat | constant expression required: i32x4.splat",
                "v128.const i32x4 0 0 0 0 | type mismatch: expected i32, found v128",
                "ref.func 8 | unknown function 8",
            })
    void refuses(String operators, String message) {
        assertThatThrownBy(() -> expression(operators, NumType.I32))
                .isInstanceOf(InvalidException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void anExpressionMustEnd() {
        assertThatThrownBy(() -> expression(Wasm.bytes(), NumType.I32))
                .isInstanceOf(MalformedException.class)
                .hasMessageStartingWith("unexpected end");
        assertThatThrownBy(() -> expression(Wasm.bytes(0x41, 0x80), NumType.I32))
                .isInstanceOf(MalformedException.class)
                .hasMessageStartingWith("unexpected end");
        assertThatThrownBy(() -> expression(Wasm.bytes(0x41, 0xFF, 0xFF, 0xFF, 0xFF, 0x10, 0x0B), NumType.I32))
                .isInstanceOf(MalformedException.class)
                .hasMessageStartingWith("integer too large");
        assertThatThrownBy(() -> expression(Wasm.bytes(0x41, 0), NumType.I32))
                .isInstanceOf(MalformedException.class)
                .hasMessageStartingWith("unexpected end");
        assertThatThrownBy(() -> expression(Wasm.bytes(0x0B), NumType.I32))
                .isInstanceOf(InvalidException.class)
                .hasMessageStartingWith("type mismatch");
    }
}
