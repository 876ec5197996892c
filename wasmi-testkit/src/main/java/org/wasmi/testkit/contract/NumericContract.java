package org.wasmi.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.type.NumType;
import org.wasmi.exec.Value;
import org.wasmi.testkit.CodeBuilder;
import org.wasmi.testkit.ModuleBuilder;

/**
 * Every numeric operator on edge values (Wasm specification, 4.3), with operands from locals and constants, with its
 * result used as a value or, where it is an i32, as the condition of a branch, an {@code if} or a {@code select}.
 */
interface NumericContract extends ContractFixture {

    @TestFactory
    default Stream<DynamicTest> numericOperatorsDoWhatTheyMean() {
        return NumericOperator.all()
                .map(operator -> DynamicTest.dynamicTest(operator.name(), () -> {
                    for (OperatorUse use : OperatorUse.values()) {
                        if (use == OperatorUse.VALUE || operator.result() == NumType.I32) {
                            check(operator, use);
                        }
                    }
                }));
    }

    @Test
    default void productsAreRoundedBeforeTheyAreAdded() {
        Guest guest = guest(new ModuleBuilder()
                .function("f32.add", "f32 f32 f32 -> f32", code -> product("f32", code)
                        .localGet(2)
                        .op("f32.add"))
                .function("f32.sub", "f32 f32 f32 -> f32", code -> product("f32", code)
                        .localGet(2)
                        .op("f32.sub"))
                .function("f32.from", "f32 f32 f32 -> f32", code -> product("f32", code.localGet(2))
                        .op("f32.sub"))
                .function("f64.add", "f64 f64 f64 -> f64", code -> product("f64", code)
                        .localGet(2)
                        .op("f64.add"))
                .function("f64.sub", "f64 f64 f64 -> f64", code -> product("f64", code)
                        .localGet(2)
                        .op("f64.sub"))
                .function("f64.from", "f64 f64 f64 -> f64", code -> product("f64", code.localGet(2))
                        .op("f64.sub")));
        // Exactly, 1 + 2^-23 squared is 1 + 2^-22 + 2^-46; of 2^-46, the rounded product has nothing.
        float f = 1 + 0x1p-23f;
        double d = 1 + 0x1p-52;
        assertThat(guest.value("f32.add", f, f, -(1 + 0x1p-22f))).isEqualTo(Value.f32(0));
        assertThat(guest.value("f32.sub", f, f, 1 + 0x1p-22f)).isEqualTo(Value.f32(0));
        assertThat(guest.value("f32.from", f, f, 1 + 0x1p-22f)).isEqualTo(Value.f32(0));
        assertThat(guest.value("f64.add", d, d, -(1 + 0x1p-51))).isEqualTo(Value.f64(0));
        assertThat(guest.value("f64.sub", d, d, 1 + 0x1p-51)).isEqualTo(Value.f64(0));
        assertThat(guest.value("f64.from", d, d, 1 + 0x1p-51)).isEqualTo(Value.f64(0));
        assertThat(guest.value("f32.add", 2f, 3f, 5f)).isEqualTo(Value.f32(11));
        assertThat(guest.value("f32.sub", 2f, 3f, 5f)).isEqualTo(Value.f32(1));
        assertThat(guest.value("f32.from", 2f, 3f, 5f)).isEqualTo(Value.f32(-1));
        assertThat(guest.value("f64.add", 2.0, 3.0, 5.0)).isEqualTo(Value.f64(11));
        assertThat(guest.value("f64.sub", 2.0, 3.0, 5.0)).isEqualTo(Value.f64(1));
        assertThat(guest.value("f64.from", 2.0, 3.0, 5.0)).isEqualTo(Value.f64(-1));
    }

    @TestFactory
    default Stream<DynamicTest> shiftsOfOperandsAreModuloTheirWidth() {
        return Stream.of(0, 1, 7, 31, 32, 35, 63, -1)
                .map(distance -> DynamicTest.dynamicTest("by " + distance, () -> shiftsOfOperands(distance)));
    }

    private void shiftsOfOperands(int distance) {
        Guest guest = guest(new ModuleBuilder()
                .function("add", "i32 i32 -> i32", code -> shifted("i32.shl", distance, code)
                        .op("i32.add"))
                .function("addConstant", "i32 -> i32", code -> code.i32Const(-1024)
                        .localGet(0)
                        .i32Const(distance)
                        .op("i32.shl")
                        .op("i32.add"))
                .function("xorShl", "i32 i32 -> i32", code -> shifted("i32.shl", distance, code)
                        .op("i32.xor"))
                .function("xorShrU", "i32 i32 -> i32", code -> shifted("i32.shr_u", distance, code)
                        .op("i32.xor"))
                .function("rotl", "i32 i32 -> i32", code -> code.localsGet(0, 1)
                        .op("i32.xor")
                        .i32Const(distance)
                        .op("i32.rotl"))
                .function("rotl64", "i64 i64 -> i64", code -> code.localsGet(0, 1)
                        .op("i64.xor")
                        .i64Const(distance)
                        .op("i64.rotl"))
                .function("rotr64", "i64 i64 -> i64", code -> code.localsGet(0, 1)
                        .op("i64.xor")
                        .i64Const(distance)
                        .op("i64.rotr")));
        int a = 0x9876_5432;
        int b = 0x8102_4C5B;
        long c = 0xFEDC_BA98_7654_3210L;
        long d = 0x0F1E_2D3C_4B5A_6978L;
        assertThat(guest.value("add", a, b)).isEqualTo(Value.i32(a + (b << distance)));
        assertThat(guest.value("addConstant", b)).isEqualTo(Value.i32((b << distance) - 1024));
        assertThat(guest.value("xorShl", a, b)).isEqualTo(Value.i32(a ^ (b << distance)));
        assertThat(guest.value("xorShrU", a, b)).isEqualTo(Value.i32(a ^ (b >>> distance)));
        assertThat(guest.value("rotl", a, b)).isEqualTo(Value.i32(Integer.rotateLeft(a ^ b, distance)));
        assertThat(guest.value("rotl64", c, d)).isEqualTo(Value.i64(Long.rotateLeft(c ^ d, distance)));
        assertThat(guest.value("rotr64", c, d)).isEqualTo(Value.i64(Long.rotateRight(c ^ d, distance)));
    }

    private static CodeBuilder shifted(String shift, int distance, CodeBuilder code) {
        return code.localsGet(0, 1).i32Const(distance).op(shift);
    }

    private static CodeBuilder product(String type, CodeBuilder code) {
        return code.localsGet(0, 1).op(type + ".mul");
    }

    /**
     * Where the operands of a function's operator come from.
     *
     * @param constants for each operand the constant in the code; if empty, it comes as an argument
     */
    record Shape(List<Optional<Object>> constants) {

        /** {@return the shapes with at most one constant} */
        static List<Shape> all(List<NumType> types) {
            List<Optional<Object>> free = Collections.nCopies(types.size(), Optional.empty());
            List<Shape> shapes = new ArrayList<>();
            shapes.add(new Shape(free));
            for (int i = 0; i < types.size(); i++) {
                for (Object value : EdgeValues.of(types.get(i))) {
                    List<Optional<Object>> constants = new ArrayList<>(free);
                    constants.set(i, Optional.of(value));
                    shapes.add(new Shape(constants));
                }
            }
            return shapes;
        }

        void writeOperands(CodeBuilder code) {
            for (int i = 0; i < constants.size(); i++) {
                if (constants.get(i).isPresent()) {
                    EdgeValues.constant(code, constants.get(i).get());
                } else {
                    code.localGet(i);
                }
            }
        }

        /** {@return all arguments with which it makes sense to call the function} */
        List<List<Object>> arguments(List<NumType> types) {
            List<List<Object>> all = List.of(List.of());
            for (int i = 0; i < constants.size(); i++) {
                List<Object> choices = constants.get(i).map(List::of).orElse(EdgeValues.of(types.get(i)));
                List<List<Object>> longer = new ArrayList<>();
                for (List<Object> some : all) {
                    for (Object choice : choices) {
                        List<Object> more = new ArrayList<>(some);
                        more.add(choice);
                        longer.add(more);
                    }
                }
                all = longer;
            }
            return all;
        }
    }

    private void check(NumericOperator operator, OperatorUse use) {
        List<Shape> shapes = Shape.all(operator.params());
        ModuleBuilder module = new ModuleBuilder();
        for (int i = 0; i < shapes.size(); i++) {
            Shape shape = shapes.get(i);
            module.function(
                    "f" + i,
                    operator.signature(),
                    code -> use.write(code, target -> {
                        shape.writeOperands(target);
                        target.op(operator.name());
                    }));
        }
        Guest guest = guest(module);
        for (int i = 0; i < shapes.size(); i++) {
            for (List<Object> operands : shapes.get(i).arguments(operator.params())) {
                check(operator, use, guest, "f" + i, operands.toArray());
            }
        }
    }

    private static void check(
            NumericOperator operator, OperatorUse use, Guest guest, String function, Object... operands) {
        Value expected;
        try {
            expected = use.returned(operator.apply(operands));
        } catch (TrapException trap) {
            guest.assertTraps(trap.trap(), function, operands);
            return;
        }
        Value actual = guest.value(function, operands);
        if (!actual.equals(expected) && (operator.keepsNanBits() || !areQuietNans(actual, expected))) {
            assertThat(actual)
                    .as("%s %s in %s, result used as %s", operator.name(), List.of(operands), function, use)
                    .isEqualTo(expected);
        }
    }

    /**
     * {@return whether both are NaNs that may come out of arithmetic, where the specification leaves the payload open}
     */
    private static boolean areQuietNans(Value a, Value b) {
        if (a instanceof Value.F32 x && b instanceof Value.F32 y) {
            return (x.bits() & y.bits() & 0x7FC0_0000) == 0x7FC0_0000;
        }
        return a instanceof Value.F64 x
                && b instanceof Value.F64 y
                && (x.bits() & y.bits() & 0x7FF8_0000_0000_0000L) == 0x7FF8_0000_0000_0000L;
    }
}
