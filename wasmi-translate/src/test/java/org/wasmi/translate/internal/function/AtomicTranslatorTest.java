package org.wasmi.translate.internal.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.error.InvalidException;

/** Atomic operators, each of which is one instruction for any memory. */
class AtomicTranslatorTest {

    private static String lines(String signature, String operators) {
        return TestFunction.of(signature).lines(operators);
    }

    @Test
    void loadsAndStores() {
        assertThat(lines(
                        "i32 i32 -> i32",
                        "local.get 0 local.get 1 i32.atomic.store16 offset=2 local.get 0" + " i32.atomic.load"))
                .isEqualTo("""
                        atomic_store16_m s0, +2, s1, memory 0
                        atomic_load32_u_m s2, s0, +0, memory 0
                        return_s s2
                        """.strip());
    }

    @Test
    void exchangesWriteTheirLocal() {
        assertThat(lines(
                        "i32 i64 -> i64",
                        "local.get 0 local.get 1 i64.const 5 i64.atomic.rmw32.cmpxchg_u offset=8"
                                + " local.set 1 local.get 1"))
                .isEqualTo("""
                        const32 s2, 5
                        i64.atomic_rmw32_cmpxchg_m s1, s0, +8, s1, s2, memory 0
                        return_s s1
                        """.strip().replace("s2", "s4"));
    }

    @Test
    void waitsAndNotifies() {
        assertThat(lines(
                        "i32 i64 -> i32",
                        "local.get 0 local.get 1 local.get 1 memory.atomic.wait64 local.get 0"
                                + " memory.atomic.notify drop atomic.fence i32.const 1"))
                .contains("atomic_wait64_m s", ", s0, +0, s1, s1, memory 0", "atomic_notify_m", "atomic_fence");
    }

    @ParameterizedTest
    @CsvSource({
        "i32.atomic.load align=2",
        "i64.atomic.load align=4",
        "i32.atomic.load align=8",
        "i64.atomic.load16_u align=1",
        "i64.atomic.load8_u align=2"
    })
    void alignmentMustBeNatural(String load) {
        assertThatThrownBy(() -> lines("i32 ->", "local.get 0 " + load + " drop"))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("align");
    }

    /** Each becomes an instruction on the memory that it names, whose types are those of the operator. */
    @ParameterizedTest
    @EnumSource(WasmOpcode.class)
    void everyAtomicOperatorIsOneInstruction(WasmOpcode opcode) {
        if (!opcode.isAtomic() || opcode == WasmOpcode.ATOMIC_FENCE) {
            return;
        }
        OperandTypes types = new OperandTypes();
        StringBuilder operators = new StringBuilder();
        StringBuilder signature = new StringBuilder();
        int[] operands = {opcode.first(), opcode.second(), opcode.third()};
        for (int i = 0; i < operands.length && operands[i] != OperandType.NONE; i++) {
            operators.append("local.get ").append(i).append(' ');
            signature.append(types.text(operands[i])).append(' ');
        }
        String result = opcode.result() == OperandType.NONE ? "" : types.text(opcode.result());
        String first = lines(signature + "-> " + result, operators + opcode.text() + " 1 offset=16")
                .lines()
                .findFirst()
                .orElseThrow();
        Op op = Op.named(first.split(" ", 2)[0]).orElseThrow();
        assertThat(op.operator()).isEqualTo(opcode.operator());
        assertThat(first).contains(", +16, ", "memory 1").contains(" s0, ");
    }
}
