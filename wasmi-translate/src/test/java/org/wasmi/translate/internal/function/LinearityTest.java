package org.wasmi.translate.internal.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.wasmi.translate.Wasm;

/** Code grows in proportion to the body, whatever is in it: four times the body makes at most four times the code. */
class LinearityTest {

    private static void assertLinear(String signature, int size, IntFunction<String> operators) {
        TestFunction function = TestFunction.of(signature);
        byte[] once = OperatorText.assemble(operators.apply(size));
        byte[] fourTimes = OperatorText.assemble(operators.apply(4 * size));
        double growth = (double) fourTimes.length / once.length;
        int before = function.translate(Wasm.join(once, Wasm.bytes(0x0B))).length();
        int after = function.translate(Wasm.join(fourTimes, Wasm.bytes(0x0B))).length();
        assertThat((double) after).isLessThanOrEqualTo(before * growth * 1.01 + 100);
        assertThat(after).as("words per byte").isLessThanOrEqualTo(10 * fourTimes.length);
    }

    @Test
    void deepNesting() {
        assertLinear("i32 -> ", 20_000, n -> "block local.get 0 br_if 0 ".repeat(n) + "end ".repeat(n));
    }

    @Test
    void deepNestingWithResults() {
        assertLinear(
                "i32 -> i32",
                20_000,
                n -> "block (result i32) ".repeat(n) + "local.get 0 " + "local.get 0 br_if 0 end ".repeat(n));
    }

    @Test
    void manyPreservedLocals() {
        assertLinear(
                "i32 -> ",
                20_000,
                n -> "local.get 0 ".repeat(n) + "i32.const 1 local.set 0 ".repeat(n) + "drop ".repeat(n));
    }

    @Test
    void localsBelowManyBlocks() {
        assertLinear(
                "i32 -> ",
                20_000,
                n -> "local.get 0 ".repeat(n) + "block local.get 0 br_if 0 end ".repeat(n) + "drop ".repeat(n));
    }

    @Test
    void branchesWithManyValues() {
        assertLinear(
                "i32 -> i32",
                10_000,
                n -> "local.get 0 block (type 7) " + "local.get 0 ".repeat(6) + "local.get 0 br_if 0 ".repeat(n)
                        + "drop drop drop drop drop drop unreachable end drop drop drop drop i32.add");
    }

    @Test
    void returnsOfManyValues() {
        assertLinear(
                "i32 -> i32 i32 i32 i32 i32",
                10_000,
                n -> "local.get 0 ".repeat(6) + "local.get 0 br_if 0 ".repeat(n) + "unreachable");
    }

    @Test
    void aHugeTableToOneTargetWithValues() {
        assertLinear(
                "i32 -> i32",
                100_000,
                n -> "local.get 0 block (result i32) i32.const 5 local.get 0 local.get 0 br_table " + "0 ".repeat(n)
                        + "end i32.add");
    }

    @Test
    void aHugeTableToManyTargets() {
        assertLinear("i32 -> i32", 5_000, n -> {
            StringBuilder text =
                    new StringBuilder("block (result i32) ".repeat(n)).append("local.get 0 local.get 0 br_table ");
            for (int i = 0; i < n; i++) {
                text.append(i).append(' ');
            }
            return text.append("end ".repeat(n)).toString();
        });
    }

    @Test
    void aHundredThousandLocals() {
        int locals = 100_000;
        StringBuilder operators = new StringBuilder();
        for (int i = 0; i < locals; i += 100) {
            operators
                    .append("local.get ")
                    .append(i)
                    .append(" i32.const 1 i32.add local.set ")
                    .append(locals - 1 - i)
                    .append(' ');
        }
        byte[] body = Wasm.join(
                Wasm.bytes(1),
                Wasm.u32(locals),
                Wasm.bytes(0x7F),
                OperatorText.assemble(operators.toString()),
                Wasm.bytes(0x0B));
        var code = TestFunction.of(" -> ").translateBody(body);
        assertThat(code.frame().locals()).isEqualTo(locals);
        assertThat(TestFunction.lines(code)).contains("i32.add_si s99999, s0, 1", "i32.add_si s99, s99900, 1");
    }

    @Test
    void aMegabyteOfBody() {
        byte[] operators = OperatorText.assemble("local.get 0 i32.const 3 i32.mul local.set 0 ".repeat(1 << 17));
        assertThat(operators.length).isGreaterThan(900_000);
        var code = TestFunction.of("i32 -> ").translate(Wasm.join(operators, Wasm.bytes(0x0B)));
        assertThat(code.length()).isEqualTo(4 * (1 << 17) + 1);
    }
}
