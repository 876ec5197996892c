package org.wasmi.translate.internal.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmi.encoding.error.InvalidException;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.encoding.error.ResourceException;
import org.wasmi.translate.TranslationOptions;
import org.wasmi.translate.Wasm;
import org.wasmi.translate.binary.TranslationLimit;
import org.wasmi.translate.binary.TranslationLimits;
import org.wasmi.translate.internal.binary.ModuleInfo;

/** What validation refuses, with the words of the specification's test suite, and what it lets pass. */
class FunctionValidatorTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                " -> | i32.const 1 | type mismatch: 1 values remain at the end of the block",
                " -> i32 | nop | type mismatch: an operand is missing",
                " -> i32 | i64.const 1 | type mismatch: expected i32, found i64",
                " -> i32 | block (result i32) end | type mismatch: an operand is missing",
                " -> | i32.const 1 block drop end | type mismatch: an operand is missing",
                " -> | i32.const 1 f32.const 0.0 i32.add drop | type mismatch: expected i32, found f32",
                " -> | unreachable i64.const 1 i32.eqz drop | type mismatch: expected i32, found i64",
                " -> i32 | i32.const 1 if (result i32) i32.const 1 end | type mismatch: an if without else",
                " -> i32 | i32.const 1 if (result i32) i32.const 1 else f32.const 1 end | type mismatch",
                " -> | i32.const 1 i64.const 1 i32.const 1 select drop | type mismatch: select of",
                " -> | ref.null func ref.null func i32.const 1 select drop | type mismatch: select without a type",
                " -> | i32.const 1 ref.is_null drop | type mismatch: expected a reference, found i32",
                " -> | i32.const 1 ref.null extern table.set 0 | type mismatch: expected funcref, found externref",
                " -> | i32.const 1 i32.const 1 i32.const 1 table.copy 0 1 | type mismatch: elements of type externref",
                " -> | i32.const 1 i32.const 1 i32.const 1 table.init 1 0 | type mismatch: elements of type funcref",
                " -> | i32.const 1 call_indirect 1 (type 1) | type mismatch: elements of type externref",
                " -> | return_call 3 | type mismatch: the tail call",
                " -> | block block (result i32) i32.const 1 i32.const 1 br_table 0 1 end drop end | type mismatch: t",
                " -> | block (result i32) i32.const 1 br_if 0 end drop | type mismatch: an operand is missing",
                " -> | local.get 0 drop | unknown local 0",
                " -> | i32.const 1 local.set 4294967295 | unknown local 4294967295",
                " -> | global.get 6 drop | unknown global 6",
                " -> | i32.const 1 global.set 3 | immutable global 3",
                " -> | br 1 | unknown label 1",
                " -> | i32.const 1 br_table 0 7 0 | unknown label 7",
                " -> | call 8 | unknown function 8",
                " -> | block (type 12) end | unknown type 12",
                " -> | i32.const 0 call_indirect (type 13) | unknown type 13",
                " -> | i32.const 0 call_indirect 2 (type 1) | unknown table 2",
                " -> | table.size 2 drop | unknown table 2",
                " -> | memory.size 2 drop | unknown memory 2",
                " -> | i32.const 0 i32.load 2 drop | unknown memory 2",
                " -> | data.drop 1 | unknown data segment 1",
                " -> | elem.drop 1 | unknown elem segment 1",
                " -> | ref.func 7 drop | undeclared function reference 7",
                " -> | ref.null 14 drop | unknown type 14 ",
                " -> ; (ref func) | local.get 0 drop | uninitialized local 0",
                "funcref -> ; (ref func) | block local.get 0 ref.as_non_null local.set 1 end local.get 1 drop | uninit",
                "funcref i32 -> ; (ref func) | local.get 1 if local.get 0 ref.as_non_null local.set 2 else "
                        + "local.get 2 drop end | uninitialized local 2",
                "funcref -> (ref func) | local.get 0 | type mismatch: expected (ref func), found funcref",
                "externref -> | local.get 0 i32.const 1 ref.eq drop | type mismatch: expected eqref, found i32",
                "i64 -> | local.get 0 ref.as_non_null drop | type mismatch: expected a reference, found i64",
                "funcref -> | block local.get 0 br_on_non_null 0 end | type mismatch: a branch with a reference",
                "anyref -> | local.get 0 br_on_cast 0 anyref i31ref drop | type mismatch: a branch with a reference",
                "anyref -> i32 | i32.const 1 local.get 0 br_on_cast 0 anyref i31ref drop | type mismatch: expected i32",
                "funcref -> i32 | local.get 0 br_on_null 0 drop i32.const 1 | type mismatch: an operand is missing",
                "funcref -> | local.get 0 ref.test (ref any) drop | type mismatch: expected anyref, found funcref",
                "anyref -> | local.get 0 ref.cast (ref func) drop | type mismatch: expected funcref, found anyref",
                "anyref -> anyref | local.get 0 br_on_cast 0 i31ref anyref | type mismatch: a cast from i31ref to "
                        + "anyref",
                "anyref -> eqref | local.get 0 br_on_cast_fail 0 anyref eqref | type mismatch",
                "anyref -> | local.get 0 call_ref 0 | type mismatch",
                "externref -> | local.get 0 i31.get_s drop | type mismatch: expected i31ref, found externref",
                " -> | unreachable ref.as_non_null i32.eqz drop | type mismatch: expected i32, found any reference",
                " -> | unreachable br_on_null 0 i64.eqz drop | type mismatch: expected i64, found any reference",
                " -> | i32.const 0 i32.load align=8 drop | alignment must not be larger than natural",
                " -> | i32.const 0 i64.load8_u align=2 drop | alignment must not be larger than natural",
            })
    void refuses(String signature, String operators, String message) {
        assertThatThrownBy(() -> TestFunction.of(signature).validate(operators))
                .isInstanceOf(InvalidException.class)
                .hasMessageStartingWith(message);
        assertThatThrownBy(() -> TestFunction.of(signature).translate(operators))
                .isInstanceOf(InvalidException.class)
                .hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unreachable i32.add drop",
                "unreachable ref.as_non_null ref.is_null drop",
                "unreachable ref.as_non_null call_ref 0",
                "unreachable br_on_null 0 drop",
                "unreachable ref.eq drop",
                "unreachable ref.cast (ref i31) i31.get_u drop",
                "unreachable any.convert_extern extern.convert_any ref.test (ref extern) drop",
                "block (result (ref func)) unreachable br_on_non_null 0 unreachable end drop",
                "i32.const 1 ref.i31 drop",
                "block (result (ref i31)) ref.null any br_on_cast 0 anyref (ref i31) drop unreachable end drop",
                "block (result anyref) ref.null any br_on_cast_fail 0 anyref i31ref i31.get_s drop ref.null none "
                        + "end drop",
                "unreachable select drop",
                "unreachable i64.const 1 i32.const 0 select drop",
                "unreachable ref.is_null drop",
                "unreachable br_if 0",
                "block (result i32) unreachable br_if 0 end drop",
                "block (result i64) block (result i32) unreachable br_table 0 1 end drop i64.const 1 end drop",
                "loop unreachable end",
                "i32.const 0 if unreachable else end",
                "i32.const 1 block (type 4) i32.eqz end drop",
                "ref.null extern ref.null extern i32.const 1 select (result externref) drop",
                "return_call 1",
            })
    void accepts(String operators) {
        assertThatCode(() -> TestFunction.of(" -> ").validate(operators)).doesNotThrowAnyException();
    }

    @Test
    void saysWhere() {
        assertThatExceptionOfType(InvalidException.class)
                .isThrownBy(() -> TestFunction.of(" -> ").translate("i32.const 100 drop i64.const 1 i32.eqz drop"))
                .satisfies(e -> {
                    assertThat(e.function()).isEqualTo(1);
                    assertThat(e.offset()).isEqualTo(1 + 3 + 1 + 2);
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ff 0b | illegal opcode ff",
                "fc 7f 0b | illegal opcode fc 7f",
                "05 0b | END opcode expected",
                "41 00 1a | unexpected end of section or function",
                "02 40 0b | unexpected end of section or function",
                "0b 01 | section size mismatch",
                "41 00 28 80 01 00 1a 0b | malformed memop flags",
                "41 80 80 80 80 80 00 1a 0b | integer representation too long",
                "41 80 80 80 80 70 1a 0b | integer too large",
                "02 7a 0b 0b | malformed value type",
                "d0 40 1a 0b | malformed heap type",
            })
    void findsMalformed(String hex, String message) {
        byte[] operators = new byte[hex.strip().split(" ").length];
        for (int i = 0; i < operators.length; i++) {
            operators[i] = (byte) Integer.parseInt(hex.strip().split(" ")[i], 16);
        }
        assertThatThrownBy(() -> TestFunction.of(" -> ").translate(operators))
                .isInstanceOf(MalformedException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void refusesOffsetsBeyond32Bits() {
        byte[] operators = Wasm.bytes(0x41, 0, 0x28, 2, 0x80, 0x80, 0x80, 0x80, 0x10, 0x1A, 0x0B);
        assertThatThrownBy(() -> TestFunction.of(" -> ").translate(operators))
                .isInstanceOf(InvalidException.class)
                .hasMessageStartingWith("offset out of range");
    }

    @Test
    void refusesSelectOfOtherThanOneType() {
        byte[] operators = Wasm.bytes(0x41, 0, 0x41, 0, 0x41, 0, 0x1C, 0, 0x1A, 0x0B);
        assertThatThrownBy(() -> TestFunction.of(" -> ").translate(operators))
                .isInstanceOf(InvalidException.class)
                .hasMessageStartingWith("invalid result arity");
    }

    @Test
    void requiresTheDataCountSection() {
        TestFunction function = TestFunction.of(" -> ");
        ModuleInfo module = function.module();
        module.setDataCount(ModuleInfo.NO_DATA_COUNT);
        byte[] body = Wasm.join(Wasm.bytes(0), OperatorText.assemble("data.drop 0"), Wasm.bytes(0x0B));
        assertThatThrownBy(() -> function.translator(module).validate(1, body, 0, body.length))
                .isInstanceOf(MalformedException.class)
                .hasMessageStartingWith("data count section required");
    }

    @Test
    void limitsNesting() {
        TestFunction function = limited(TranslationLimit.NESTING, 2);
        assertThatCode(() -> function.validate("block block end end")).doesNotThrowAnyException();
        assertThatThrownBy(() -> function.validate("block block block end end end"))
                .isInstanceOf(ResourceException.class)
                .hasMessageContaining("nesting");
    }

    @Test
    void limitsTheOperandStack() {
        TestFunction function = limited(TranslationLimit.OPERANDS, 2);
        assertThatCode(() -> function.validate("i32.const 1 i32.const 1 drop drop"))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> function.validate("i32.const 1 i32.const 1 i32.const 1 drop drop drop"))
                .isInstanceOf(ResourceException.class)
                .hasMessageContaining("operand stack");
    }

    @Test
    void limitsBranchTables() {
        TestFunction function = limited(TranslationLimit.BRANCH_TARGETS, 2);
        assertThatCode(() -> function.validate("i32.const 1 br_table 0 0 0")).doesNotThrowAnyException();
        assertThatThrownBy(() -> function.validate("i32.const 1 br_table 0 0 0 0"))
                .isInstanceOf(ResourceException.class)
                .hasMessageContaining("br_table");
    }

    private static TestFunction limited(TranslationLimit limit, int value) {
        return TestFunction.of(" -> ")
                .with(TranslationOptions.DEFAULT.withLimits(TranslationLimits.DEFAULT.with(limit, value)));
    }

    @Test
    void aTranslatorCanBeUsedAgainAfterAnError() {
        TestFunction function = TestFunction.of("i32 i32 -> i32");
        FunctionTranslator translator = function.translator(function.module());
        byte[] wrong = Wasm.join(
                Wasm.bytes(0),
                OperatorText.assemble("local.get 0 block local.get 0 local.get 1 f32.add"),
                Wasm.bytes(0x0B));
        byte[] right = Wasm.join(
                Wasm.bytes(0), OperatorText.assemble("local.get 1 i32.const 7 local.set 0"), Wasm.bytes(0x0B));
        assertThatThrownBy(() -> translator.translate(1, wrong, 0, wrong.length))
                .isInstanceOf(InvalidException.class);
        assertThat(TestFunction.lines(translator.translate(1, right, 0, right.length)))
                .isEqualTo("const32 s0, 7\nreturn_s s1");
    }
}
