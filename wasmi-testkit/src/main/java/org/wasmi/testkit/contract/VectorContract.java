package org.wasmi.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.encoding.type.VecType;
import org.wasmi.exec.Value;
import org.wasmi.testkit.CodeBuilder;
import org.wasmi.testkit.ModuleBuilder;
import org.wasmi.testkit.arbitraries.VectorSignature;
import org.wasmi.testkit.oracle.Oracle;
import org.wasmi.testkit.oracle.OracleValue;
import org.wasmi.testkit.oracle.Outcome;

/**
 * Every operator on vectors on edge values (Wasm specification, 4.3.4), and loads and stores of vectors at the edges of
 * a memory, beside what the {@link Oracle} does.
 */
interface VectorContract extends ContractFixture {

    /** Vectors at whose lanes, of whatever width, operators tend to go wrong. */
    List<Object> VECTORS = List.of(
            new Value.V128(0, 0),
            new Value.V128(-1, -1),
            new Value.V128(0x8080_8080_8080_8080L, 0x7F7F_7F7F_7F7F_7F7FL),
            new Value.V128(0x8000_7FFF_8000_7FFFL, 0x7FFF_8000_0001_FFFFL),
            new Value.V128(0x8000_0000_7FFF_FFFFL, 0x0000_0001_FFFF_FFFFL),
            new Value.V128(Long.MIN_VALUE, Long.MAX_VALUE),
            new Value.V128(0x0706_0504_0302_0100L, 0x1F10_0F0E_0D0C_0B0AL),
            new Value.V128(0x7FC0_0000_FF80_0000L, 0x8000_0000_3FC0_0000L),
            new Value.V128(0x4F00_0000_CF00_0001L, 0x7FA0_0001_0000_0001L),
            new Value.V128(0x7FF8_0000_0000_0000L, 0xC004_0000_0000_0000L),
            new Value.V128(0x41DF_FFFF_FFE0_0000L, 0x47EF_FFFF_F000_0000L),
            new Value.V128(0x0123_4567_89AB_CDEFL, 0xFEDC_BA98_7654_3210L));

    private static List<Object> edges(ValType type) {
        return type == VecType.V128 ? VECTORS : EdgeValues.of((NumType) type);
    }

    private static String signature(List<ValType> params, String result) {
        return String.join(" ", params.stream().map(ValType::toString).toList()) + " -> " + result;
    }

    /** {@return lists of arguments: of three operands not all there are} */
    private static List<List<Object>> arguments(List<ValType> params) {
        List<List<Object>> all = List.of(List.of());
        for (int i = 0; i < params.size(); i++) {
            List<List<Object>> longer = new ArrayList<>();
            for (List<Object> some : all) {
                List<Object> choices = edges(params.get(i));
                for (int k = 0; k < choices.size(); k += i == 2 ? 5 : 1) {
                    List<Object> more = new ArrayList<>(some);
                    more.add(choices.get((k + longer.size() / 7) % choices.size()));
                    longer.add(more);
                }
            }
            all = longer;
        }
        return all;
    }

    private static OracleValue oracleValue(Object value) {
        Value given = Guest.valueOf(value);
        if (given instanceof Value.I32 number) {
            return new OracleValue.I32(number.value());
        } else if (given instanceof Value.I64 number) {
            return new OracleValue.I64(number.value());
        } else if (given instanceof Value.F32 number) {
            return new OracleValue.F32(number.bits());
        } else if (given instanceof Value.F64 number) {
            return new OracleValue.F64(number.bits());
        }
        Value.V128 vector = (Value.V128) given;
        return new OracleValue.V128(vector.low(), vector.high());
    }

    private static Oracle oracle(ModuleBuilder module) {
        return Oracle.instantiate(module.build(), Long.MAX_VALUE);
    }

    private static List<OracleValue> called(Oracle oracle, String function, List<Object> arguments) {
        Outcome outcome = oracle.call(
                function, arguments.stream().map(VectorContract::oracleValue).toList());
        return ((Outcome.Returned) outcome).results();
    }

    @TestFactory
    default Stream<DynamicTest> vectorOperatorsDoWhatTheyMean() {
        return VectorSignature.ALL.stream()
                .map(operator -> DynamicTest.dynamicTest(operator.name(), () -> check(operator)));
    }

    /**
     * {@return how to write the operator: once for each lane, and shuffles with lanes of several widths and without}
     */
    private static List<Consumer<CodeBuilder>> forms(VectorSignature operator) {
        if (operator.name().endsWith("shuffle")) {
            return Stream.of(
                            IntStream.range(8, 24),
                            IntStream.of(31, 0, 30, 1, 29, 2, 28, 3, 16, 15, 17, 14, 18, 13, 19, 12),
                            IntStream.of(28, 29, 30, 31, 4, 5, 6, 7, 16, 17, 18, 19, 4, 5, 6, 7),
                            IntStream.of(4, 5, 6, 7, 8, 9, 10, 15, 24, 25, 26, 27, 0, 9, 2, 11),
                            IntStream.of(20, 21, 20, 21, 2, 3, 18, 19, 30, 31, 14, 15, 0, 1, 16, 17))
                    .map(IntStream::toArray)
                    .<Consumer<CodeBuilder>>map(lanes -> code -> code.shuffle(lanes))
                    .toList();
        }
        return LongStream.range(0, operator.hasLane() ? VectorSignature.lanes(operator.name()) : 1)
                .<Consumer<CodeBuilder>>mapToObj(lane -> code -> {
                    if (operator.hasLane()) {
                        code.op(operator.name(), lane);
                    } else {
                        code.op(operator.name());
                    }
                })
                .toList();
    }

    private void check(VectorSignature operator) {
        ModuleBuilder module = new ModuleBuilder();
        List<Consumer<CodeBuilder>> forms = forms(operator);
        String signature = signature(operator.params(), operator.result().toString());
        for (int i = 0; i < forms.size(); i++) {
            Consumer<CodeBuilder> form = forms.get(i);
            module.function("f" + i, signature, code -> {
                for (int k = 0; k < operator.params().size(); k++) {
                    code.localGet(k);
                }
                form.accept(code);
            });
        }
        Guest guest = guest(module);
        Oracle oracle = oracle(module);
        for (int i = 0; i < forms.size(); i++) {
            for (List<Object> arguments : arguments(operator.params())) {
                OracleValue expected = called(oracle, "f" + i, arguments).get(0);
                OracleValue actual = oracleValue(guest.value("f" + i, arguments.toArray()));
                if (!actual.equals(expected) && !haveSameNumbers(operator, actual, expected)) {
                    assertThat(actual)
                            .as("%s %s in f%d", operator.name(), arguments, i)
                            .isEqualTo(expected);
                }
            }
        }
    }

    /** {@return whether lanes differ only in the bits of quiet NaNs, where the operator leaves these open} */
    private static boolean haveSameNumbers(VectorSignature operator, OracleValue a, OracleValue b) {
        int width = operator.nanWidth();
        if (width == 0) {
            return false;
        }
        OracleValue.V128 x = (OracleValue.V128) a;
        OracleValue.V128 y = (OracleValue.V128) b;
        return haveSameNumbers(width, x.low(), y.low()) && haveSameNumbers(width, x.high(), y.high());
    }

    private static boolean haveSameNumbers(int width, long a, long b) {
        if (width == 64) {
            return a == b || (a & b & 0x7FF8_0000_0000_0000L) == 0x7FF8_0000_0000_0000L;
        }
        return (((int) a == (int) b) || ((int) a & (int) b & 0x7FC0_0000) == 0x7FC0_0000)
                && (a >>> 32 == b >>> 32 || (a >>> 32 & b >>> 32 & 0x7FC0_0000L) == 0x7FC0_0000L);
    }

    // Memory

    /** {@return addresses, those out of bounds last: what is stored there in part stays to be seen} */
    private static List<Integer> addresses() {
        int end = 65_536;
        return Stream.concat(
                        Stream.of(0, 5, -1, -16),
                        IntStream.rangeClosed(end - 32, end).boxed())
                .toList();
    }

    @TestFactory
    default Stream<DynamicTest> vectorAccessesEndWithTheMemoryAndTouchTheirBytesOnly() {
        List<String> names = new ArrayList<>(VectorSignature.LOADS);
        names.addAll(VectorSignature.LANE_LOADS);
        names.addAll(VectorSignature.LANE_STORES);
        names.add("v128.store");
        return names.stream().map(name -> DynamicTest.dynamicTest(name, () -> checkAccess(name)));
    }

    private void checkAccess(String name) {
        boolean isLane = name.endsWith("_lane");
        boolean isStore = name.startsWith("v128.store");
        int lanes = isLane ? VectorSignature.lanes(name) : 1;
        byte[] bytes = new byte[64];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (37 * i + 101);
        }
        ModuleBuilder module = new ModuleBuilder();
        for (int memory = 0; memory < 2; memory++) {
            module.memory("memory" + memory, Limits.between(1, 1));
            module.data(memory, code -> code.i32Const(0), bytes);
            module.data(memory, code -> code.i32Const(65_536 - bytes.length), bytes);
        }
        List<String> functions = new ArrayList<>();
        for (int memory = 0; memory < 2; memory++) {
            for (int lane = 0; lane < lanes; lane++) {
                for (long offset : new long[] {0, 16}) {
                    String function = "m%d lane%d +%d".formatted(memory, lane, offset);
                    functions.add(function);
                    long[] plain = {offset, 0, memory};
                    long[] withLane = {lane, offset, 0, memory};
                    module.function(function, isStore ? "i32 v128 ->" : "i32 v128 -> v128", code -> {
                        code.localGet(0);
                        if (isStore || isLane) {
                            code.localGet(1);
                        }
                        code.op(name, isLane ? withLane : plain);
                    });
                }
            }
        }
        Guest guest = guest(module);
        Oracle oracle = oracle(module);
        int vector = 0;
        for (String function : functions) {
            for (int address : addresses()) {
                List<Object> arguments = List.of(address, VECTORS.get(vector++ % VECTORS.size()));
                Outcome expected = oracle.call(
                        function,
                        arguments.stream().map(VectorContract::oracleValue).toList());
                Outcome actual;
                try {
                    actual = new Outcome.Returned(guest.call(function, arguments.toArray()).stream()
                            .map(VectorContract::oracleValue)
                            .toList());
                } catch (TrapException trap) {
                    actual = new Outcome.Trapped(trap.trap());
                }
                assertThat(actual).as(function + " " + arguments).isEqualTo(expected);
            }
            for (int memory = 0; memory < 2; memory++) {
                byte[] after = guest.instance().memory("memory" + memory).getBytes(0, 65_536);
                assertThat(after).as("memory %d after %s", memory, function).isEqualTo(oracle.memory(memory));
            }
        }
    }
}
