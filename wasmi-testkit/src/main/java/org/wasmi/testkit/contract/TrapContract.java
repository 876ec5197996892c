package org.wasmi.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.exec.Linker;
import org.wasmi.testkit.CodeBuilder;
import org.wasmi.testkit.ModuleBuilder;
import org.wasmi.translate.Translator;

/** Traps and their backtraces (Wasm specification, 4.2.4). */
interface TrapContract extends ContractFixture {

    @Test
    default void everyOperatorTrapsForItsReason() {
        Guest guest = guest(new ModuleBuilder()
                .memory(Limits.atLeast(1))
                .function("unreachable", "->", code -> code.op("unreachable"))
                .function(
                        "divide", "i32 i32 -> i32", code -> code.localsGet(0, 1).op("i32.div_s"))
                .function("remainder", "i64 i64 -> i64", code -> code.localsGet(0, 1)
                        .op("i64.rem_u"))
                .function("truncate", "f64 -> i32", code -> code.localGet(0).op("i32.trunc_f64_s"))
                .function("load", "i32 -> i64", code -> code.localGet(0).op("i64.load")));
        guest.assertTraps(Trap.UNREACHABLE, "unreachable");
        guest.assertTraps(Trap.INTEGER_DIVIDE_BY_ZERO, "divide", 1, 0);
        guest.assertTraps(Trap.INTEGER_OVERFLOW, "divide", Integer.MIN_VALUE, -1);
        guest.assertTraps(Trap.INTEGER_DIVIDE_BY_ZERO, "remainder", 1L, 0L);
        guest.assertTraps(Trap.INTEGER_OVERFLOW, "truncate", 1e300);
        guest.assertTraps(Trap.INVALID_CONVERSION_TO_INTEGER, "truncate", Double.NaN);
        guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "load", 65_529);
    }

    @Test
    default void aTrapCannotBeOptimisedAway() {
        Guest guest = guest(new ModuleBuilder()
                .memory(Limits.atLeast(1))
                .function("divide", "i32 -> i32", code -> code.i32Const(1)
                        .localGet(0)
                        .op("i32.div_u")
                        .op("drop")
                        .i32Const(5))
                .function("constants", "-> i32", code -> code.i32Const(1)
                        .i32Const(0)
                        .op("i32.rem_s"))
                .function("load", "i32 ->", code -> code.localGet(0)
                        .op("i32.load8_u")
                        .op("drop")));
        guest.assertTraps(Trap.INTEGER_DIVIDE_BY_ZERO, "divide", 0);
        guest.assertTraps(Trap.INTEGER_DIVIDE_BY_ZERO, "constants");
        guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "load", -1);
    }

    @Test
    default void aBacktraceNamesTheFunctionsInnermostFirst() {
        ModuleBuilder module = new ModuleBuilder()
                .moduleName("m")
                .function("inner", "->", code -> code.ops("nop", "unreachable"))
                .function("middle", "->", code -> code.call(0))
                .function("outer", "->", code -> code.call(1));
        TrapException trap = guest(module).assertTraps(Trap.UNREACHABLE, "outer");
        assertThat(trap.frames()).extracting(TrapException.Frame::function).containsExactly(0, 1, 2);
        assertThat(trap.frames())
                .extracting(TrapException.Frame::name)
                .containsExactly(Optional.of("inner"), Optional.of("middle"), Optional.of("outer"));
        assertThat(trap.frames()).extracting(TrapException.Frame::module).containsOnly(Optional.of("m"));
        assertThat(trap.omittedFrames()).isZero();
    }

    @Test
    default void aBacktraceSaysAtWhichOperatorEachFunctionWas() {
        ModuleBuilder module = new ModuleBuilder()
                .function("divide", "i32 -> i32", code -> code.i32Const(1)
                        .localGet(0)
                        .op("i32.div_s")
                        .i32Const(1)
                        .op("i32.add"))
                .function("call", "i32 -> i32", code -> code.ops("nop", "nop")
                        .localGet(0)
                        .call(0));
        byte[] wasm = module.build();
        TrapException trap = guest(module).assertTraps(Trap.INTEGER_DIVIDE_BY_ZERO, "call", 0);
        List<Integer> operators = trap.frames().stream()
                .map(frame -> Byte.toUnsignedInt(wasm[frame.offset()]))
                .toList();
        assertThat(operators).containsExactly(0x6D, 0x10); // i32.div_s, call
    }

    /**
     * A function that traps; its only parameter is 0.
     *
     * @param operator the first byte of the operator that does
     * @param trap why
     * @param body its code
     */
    record Trapping(int operator, Trap trap, Consumer<CodeBuilder> body) {}

    private static List<Trapping> trapping() {
        return List.of(
                new Trapping(0x00, Trap.UNREACHABLE, code -> code.op("unreachable")),
                new Trapping(0x6E, Trap.INTEGER_DIVIDE_BY_ZERO, code -> code.localsGet(0, 0)
                        .ops("i32.div_u", "drop")),
                new Trapping(0x81, Trap.INTEGER_DIVIDE_BY_ZERO, code -> code.i64Const(1)
                        .i64Const(0)
                        .ops("i64.rem_s", "drop")),
                new Trapping(0xA8, Trap.INVALID_CONVERSION_TO_INTEGER, code -> code.f32Const(Float.NaN)
                        .ops("i32.trunc_f32_s", "drop")),
                new Trapping(0x28, Trap.MEMORY_OUT_OF_BOUNDS, code -> code.localGet(0)
                        .op("i32.load", 65_536)
                        .op("drop")),
                new Trapping(0x28, Trap.MEMORY_OUT_OF_BOUNDS, code -> code.localGet(0)
                        .op("i32.load", 65_536, 0, 1)
                        .op("drop")),
                new Trapping(0x37, Trap.MEMORY_OUT_OF_BOUNDS, code -> code.localGet(0)
                        .i64Const(7)
                        .op("i64.store", 65_529)),
                new Trapping(0x36, Trap.MEMORY_OUT_OF_BOUNDS, code -> code.localsGet(0, 0)
                        .op("i32.store", 65_536, 0, 1)),
                new Trapping(
                        0xFC,
                        Trap.MEMORY_OUT_OF_BOUNDS,
                        code -> code.i32Const(65_536).localGet(0).i32Const(1).op("memory.fill")),
                new Trapping(0xFC, Trap.MEMORY_OUT_OF_BOUNDS, code -> code.localsGet(0, 0)
                        .i32Const(65_537)
                        .op("memory.copy")),
                new Trapping(0xFC, Trap.MEMORY_OUT_OF_BOUNDS, code -> code.localsGet(0, 0)
                        .i32Const(5)
                        .op("memory.init")),
                new Trapping(0x25, Trap.TABLE_OUT_OF_BOUNDS, code -> code.i32Const(1)
                        .op("table.get", 0)
                        .op("drop")),
                new Trapping(0x26, Trap.TABLE_OUT_OF_BOUNDS, code -> code.i32Const(-1)
                        .refNull(AbstractHeapType.FUNC)
                        .op("table.set", 0)),
                new Trapping(0x11, Trap.UNINITIALIZED_ELEMENT, code -> code.localGet(0)
                        .callIndirect(0, "->")),
                new Trapping(0x13, Trap.UNDEFINED_ELEMENT, code -> code.localGet(0)
                        .i32Const(1)
                        .returnCallIndirect(0, "i32 ->")),
                new Trapping(0x10, Trap.UNREACHABLE, code -> code.call(0)));
    }

    @TestFactory
    default Stream<DynamicTest> aBacktraceSaysWhereEachTrapWas() {
        return trapping().stream()
                .map(each -> DynamicTest.dynamicTest(
                        "%s by 0x%02X".formatted(each.trap(), each.operator()), () -> assertTrapsAt(each)));
    }

    private void assertTrapsAt(Trapping trapping) {
        // Begins with an operator that might have trapped, and has a place of its own.
        Consumer<CodeBuilder> work =
                code -> code.localGet(1).i32Const(7).op("i32.div_u").localSet(1);
        byte[] wasm = new ModuleBuilder()
                .importFunction("host", "trap", "->")
                .memory(Limits.atLeast(1))
                .memory(Limits.atLeast(1))
                .passiveData(new byte[4])
                .table(new TableType(RefType.FUNCREF, Limits.atLeast(1)))
                .function("first", "i32 ->", code -> {
                    code.locals(NumType.I32);
                    trapping.body().accept(code);
                    work.accept(code);
                })
                .function("later", "i32 ->", code -> {
                    work.accept(code.locals(NumType.I32));
                    trapping.body().accept(code);
                    work.accept(code);
                })
                .function("called", "i32 ->", code -> {
                    work.accept(code.locals(NumType.I32));
                    code.localGet(0).call(2);
                    work.accept(code);
                })
                .build();
        Linker linker = new Linker().function("host", "trap", ModuleBuilder.signature("->"), call -> {
            throw new TrapException(Trap.UNREACHABLE);
        });
        Guest guest = new Guest(linker.instantiate(newStore(), Translator.translate(wasm, translationOptions())));
        for (String function : List.of("first", "later", "called")) {
            TrapException trap = guest.assertTraps(trapping.trap(), function, 0);
            List<Integer> expected =
                    function.equals("called") ? List.of(trapping.operator(), 0x10) : List.of(trapping.operator());
            assertThat(trap.frames())
                    .as("the operators that the backtrace of %s leads to", function)
                    .extracting(frame -> Byte.toUnsignedInt(wasm[frame.offset()]))
                    .isEqualTo(expected);
        }
    }

    @Test
    default void aLongBacktraceCountsWhatItLeavesOut() {
        ModuleBuilder module = new ModuleBuilder().function("f", "i32 ->", code -> code.localGet(0)
                .op("i32.eqz")
                .ifThen()
                .op("unreachable")
                .end()
                .localGet(0)
                .i32Const(1)
                .op("i32.sub")
                .call(0));
        TrapException trap = guest(module).assertTraps(Trap.UNREACHABLE, "f", 999);
        assertThat(trap.frames().size() + trap.omittedFrames()).isEqualTo(1_000);
        assertThat(trap.omittedFrames()).isPositive();
    }

    @Test
    default void anInstanceOutlivesItsTraps() {
        Guest guest = guest(new ModuleBuilder().function("f", "i32 -> i32", code -> code.i32Const(100)
                .localGet(0)
                .op("i32.div_u")));
        for (int i = 0; i < 10; i++) {
            guest.assertTraps(Trap.INTEGER_DIVIDE_BY_ZERO, "f", 0);
            assertThat(guest.i32("f", 5)).isEqualTo(20);
        }
    }
}
