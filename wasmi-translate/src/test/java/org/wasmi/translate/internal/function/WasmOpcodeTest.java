package org.wasmi.translate.internal.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.Format;
import org.wasmi.encoding.InstructionDecoder;
import org.wasmi.encoding.Op;
import org.wasmi.translate.Wasm;
import org.wasmi.translate.internal.binary.BinaryReader;

/** Ties Wasm's instruction set to ours. */
class WasmOpcodeTest {

    @ParameterizedTest
    @EnumSource(WasmOpcode.class)
    void isReadBack(WasmOpcode opcode) {
        byte[] bytes = opcode.prefix() == 0
                ? Wasm.bytes(opcode.code())
                : Wasm.join(Wasm.bytes(opcode.prefix()), Wasm.u32(opcode.code()));
        assertThat(WasmOpcode.read(new BinaryReader(bytes, 0, bytes.length))).isEqualTo(opcode);
    }

    @Test
    void namesAreDistinctButForThoseThatImmediatesTellApart() {
        Set<String> names = new HashSet<>();
        for (WasmOpcode each : WasmOpcode.values()) {
            switch (each) {
                case SELECT_TYPED, REF_TEST_NULL, REF_CAST_NULL -> {}
                default -> assertThat(names.add(each.text())).as(each.text()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(WasmOpcode.class)
    void computesWithTheInstructionOfItsName(WasmOpcode opcode) {
        if (opcode.immediates() != Immediates.NONE || opcode.first() == OperandType.NONE) {
            return;
        }
        OperandTypes types = new OperandTypes();
        StringJoiner operators = new StringJoiner(" ").add("local.get 0");
        String signature = types.text(opcode.first());
        if (opcode.second() != OperandType.NONE) {
            operators.add("local.get 1");
            signature += " " + types.text(opcode.second());
        }
        if (opcode.third() != OperandType.NONE) {
            operators.add("local.get 2");
            signature += " " + types.text(opcode.third());
        }
        operators.add(opcode.text());
        Code code = TestFunction.of(signature + " -> " + types.text(opcode.result()))
                .translate(operators.toString());
        InstructionDecoder decoder = Encodings.decoder(code);
        assertThat(decoder.next()).isTrue();
        assertThat(decoder.op().operator()).isEqualTo(expectedOperator(opcode));
    }

    private static String expectedOperator(WasmOpcode opcode) {
        return switch (opcode) {
            case I32_WRAP_I64, I32_REINTERPRET_F32, I64_REINTERPRET_F64, F32_REINTERPRET_I32, F64_REINTERPRET_I64 ->
                "return_s";
            case I32_EQZ -> "i32.eq";
            case I64_EQZ -> "i64.eq";
            default -> opcode.operator().replace(".gt", ".lt").replace(".ge", ".le");
        };
    }

    @Test
    void everyComparisonHasBranchesAndAChoice() {
        Set<Op> comparisons = EnumSet.noneOf(Op.class);
        for (WasmOpcode each : WasmOpcode.values()) {
            if (each.relation().isPresent() && !each.isVector()) {
                Op.find(each.text(), Format.RSS).ifPresent(comparisons::add);
                Op.find(each.text(), Format.RSI).ifPresent(comparisons::add);
            }
        }
        assertThat(comparisons).hasSize(2 * 6 + 2 * 10 + 2 * 4).allMatch(op -> Comparison.of(op)
                .isPresent());
    }

    @Test
    void arithmeticIsNoComparison() {
        assertThat(Comparison.of(Op.I32_ADD_SI)).isEmpty();
        assertThat(Comparison.of(Op.SELECT)).isEmpty();
    }
}
