package org.wasmi.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Memory;
import org.wasmi.exec.Store;
import org.wasmi.exec.Table;
import org.wasmi.exec.Value;
import org.wasmi.testkit.CodeBuilder;
import org.wasmi.testkit.ModuleBuilder;
import org.wasmi.translate.Translator;

/**
 * How much guests do between two looks for an end from outside: what fuel buys in one slice, and no more than a part of
 * what a single instruction does. It is counted, not timed.
 */
interface LookContract extends ContractFixture {
    /** The fuel between two looks. */
    int SLICE = 16_384;

    /** How many bytes or elements an instruction touches without a look. */
    int BULK_SLICE = 1 << 16;

    /** What a unit of fuel buys of bytes, of elements, and of slots of frames that are cleared. */
    int BYTES = 64;

    int ELEMENTS = 8;
    int SLOTS = 64;

    private Guest metered(ModuleBuilder module) {
        return new Guest(new Linker()
                .instantiate(
                        newStore(),
                        Translator.translate(
                                module.build(), translationOptions().withFuel(true))));
    }

    /**
     * Adds a counter of turns, global 0, and a function that takes so many turns; locals from 1 on are of some types.
     */
    private static ModuleBuilder turning(ModuleBuilder module, Consumer<CodeBuilder> turn) {
        return module.global("turns", new GlobalType(NumType.I32, true), code -> code.i32Const(0))
                .function("run", "i32 ->", code -> {
                    code.loop();
                    turn.accept(code);
                    count(code)
                            .localGet(0)
                            .i32Const(1)
                            .op("i32.sub")
                            .localTee(0)
                            .brIf(0)
                            .end();
                });
    }

    private static CodeBuilder count(CodeBuilder code) {
        return code.globalGet(0).i32Const(1).op("i32.add").globalSet(0);
    }

    private static LongSupplier turns(Guest guest, int each) {
        return () -> (long) each * ((Value.I32) guest.instance().global("turns").get()).value();
    }

    /** Checks that turns which do so much each do no more between two looks than their fuel buys, and one turn. */
    private void assertLooks(String what, ModuleBuilder module, int turns, int each, int perFuel) throws Exception {
        Guest guest = metered(module);
        Looks looks = Looks.during(turns(guest, each), () -> guest.call("run", turns));
        assertThat((long) turns * each).as("work of %s", what).isGreaterThan(3L * SLICE * perFuel);
        assertThat(looks.most())
                .as("work between looks of %s", what)
                .isLessThanOrEqualTo((long) SLICE * perFuel + 2L * each);
    }

    @Test
    default void turnsOfLoopsAreFewBetweenLooks() throws Exception {
        assertLooks("a loop", turning(new ModuleBuilder(), code -> {}), 100_000, 1, 1);
    }

    @Test
    default void anInterruptIsNoticedAtTheNextLook() throws Exception {
        Guest guest = metered(turning(new ModuleBuilder(), code -> code.br(0)));
        Store store = guest.instance().store();
        int[] looks = new int[1];
        long[] asked = new long[1];
        Looks.during(
                () -> 0,
                () -> {
                    if (++looks[0] == 10) {
                        asked[0] = store.fuelUsed();
                        store.interruptHandle().interrupt();
                    }
                },
                () -> {
                    TrapException trap = catchThrowableOfType(TrapException.class, () -> guest.call("run", 1));
                    assertThat(trap.trap()).isEqualTo(Trap.INTERRUPTED);
                    return trap;
                });
        assertThat(looks[0]).isEqualTo(10);
        // The turn before which it looked is paid after that.
        assertThat(store.fuelUsed() - asked[0]).isLessThanOrEqualTo(SLICE + 10);
    }

    @Test
    default void smallBulkInstructionsPayForLooks() throws Exception {
        ModuleBuilder memory = new ModuleBuilder().memory(Limits.atLeast(4)).passiveData(new byte[BULK_SLICE]);
        assertLooks(
                "memory.fill",
                turning(memory, code -> code.i32Const(0)
                        .i32Const(1)
                        .i32Const(BULK_SLICE)
                        .op("memory.fill")),
                200,
                BULK_SLICE,
                BYTES);
        memory = new ModuleBuilder().memory(Limits.atLeast(4));
        assertLooks(
                "memory.copy",
                turning(memory, code -> code.i32Const(0)
                        .i32Const(1)
                        .i32Const(BULK_SLICE)
                        .op("memory.copy", 0, 0)),
                200,
                BULK_SLICE,
                BYTES);
        memory = new ModuleBuilder().memory(Limits.atLeast(4)).passiveData(new byte[BULK_SLICE]);
        assertLooks(
                "memory.init",
                turning(memory, code -> code.i32Const(0)
                        .i32Const(0)
                        .i32Const(BULK_SLICE)
                        .op("memory.init", 0, 0)),
                200,
                BULK_SLICE,
                BYTES);
        assertLooks(
                "table.fill",
                turning(tables(), code -> code.i32Const(0)
                        .refNull(AbstractHeapType.FUNC)
                        .i32Const(10_000)
                        .op("table.fill", 0)),
                200,
                10_000,
                ELEMENTS);
        assertLooks(
                "table.copy",
                turning(
                        tables(),
                        code -> code.i32Const(0).i32Const(1).i32Const(10_000).op("table.copy", 0, 0)),
                200,
                10_000,
                ELEMENTS);
        assertLooks(
                "table.init",
                turning(
                        tables(),
                        code -> code.i32Const(0).i32Const(0).i32Const(10_000).op("table.init", 0, 0)),
                200,
                10_000,
                ELEMENTS);
        assertLooks(
                "table.grow",
                turning(tables(), code -> code.refNull(AbstractHeapType.FUNC)
                        .i32Const(10_000)
                        .op("table.grow", 0)
                        .op("drop")),
                100,
                10_000,
                ELEMENTS);
        assertLooks(
                "memory.grow",
                turning(
                        new ModuleBuilder().memory(Limits.atLeast(0)),
                        code -> code.i32Const(1).op("memory.grow").op("drop")),
                200,
                BULK_SLICE,
                BYTES);
    }

    /** A table of functions and a passive segment, each of 20,000 elements. */
    private static ModuleBuilder tables() {
        return new ModuleBuilder()
                .function("->", code -> {})
                .table(new TableType(RefType.FUNCREF, Limits.atLeast(20_000)))
                .passiveElements(new int[20_000]);
    }

    @Test
    default void framesPayForLooks() throws Exception {
        int size = 5_000;
        ValType[] numbers = Collections.nCopies(size, NumType.I64).toArray(ValType[]::new);
        ValType[] references = Collections.nCopies(size, RefType.EXTERNREF).toArray(ValType[]::new);
        for (ValType[] locals : List.of(numbers, references)) {
            ModuleBuilder module = new ModuleBuilder()
                    .function("->", code -> code.locals(locals))
                    .function("->", code -> code.locals(locals).returnCall(0));
            assertLooks("calls", turning(module, code -> code.call(0)), 1_000, size, SLOTS);
            module = new ModuleBuilder()
                    .function("->", code -> code.locals(locals))
                    .function("->", code -> code.locals(locals).returnCall(0));
            assertLooks("tail calls", turning(module, code -> code.call(1)), 1_000, 2 * size, SLOTS);
        }
    }

    @Test
    default void branchesAndArgumentsPayForLooks() throws Exception {
        String hundred = "i32 ".repeat(100).strip();
        Consumer<CodeBuilder> push = code -> IntStream.range(0, 100).forEach(code::i32Const);
        Consumer<CodeBuilder> drop = code -> IntStream.range(0, 100).forEach(each -> code.op("drop"));
        assertLooks(
                "br",
                turning(new ModuleBuilder(), code -> {
                    code.block("-> " + hundred).i32Const(7);
                    push.accept(code);
                    code.br(0).end();
                    drop.accept(code);
                }),
                2_000,
                100,
                1);
        assertLooks(
                "br_table",
                turning(new ModuleBuilder(), code -> {
                    code.block("-> " + hundred).block("-> " + hundred).i32Const(7);
                    push.accept(code);
                    code.localGet(0).brTable(List.of(0, 1, 0), 1).end().end();
                    drop.accept(code);
                }),
                2_000,
                100,
                1);
        assertLooks(
                "arguments",
                turning(new ModuleBuilder().function(hundred + " ->", code -> {}), code -> {
                    push.accept(code);
                    code.call(0);
                }),
                2_000,
                100,
                1);
    }

    /** {@return how many bytes from an address on are no zeros any more, in steps of 4 KiB} */
    private static LongSupplier written(Memory memory, int from, int length) {
        return () -> {
            long count = 0;
            for (int at = from; at < from + length; at += 4096) {
                count += memory.getByte(at) == 0 ? 0 : 4096;
            }
            return count;
        };
    }

    @Test
    default void oneBulkInstructionOnAMemoryLooks() throws Exception {
        int length = 16 * BULK_SLICE;
        byte[] ones = new byte[length];
        Arrays.fill(ones, (byte) 1);
        Guest guest = metered(new ModuleBuilder()
                .memory("memory", Limits.atLeast(64))
                .passiveData(ones)
                .function(
                        "fill",
                        "i32 ->",
                        code -> code.localGet(0).i32Const(1).i32Const(length).op("memory.fill"))
                .function("copy", "i32 i32 ->", code -> code.localsGet(0, 1)
                        .i32Const(length)
                        .op("memory.copy", 0, 0))
                .function(
                        "init",
                        "i32 ->",
                        code -> code.localGet(0).i32Const(0).i32Const(length).op("memory.init", 0, 0)));
        Memory memory = guest.instance().memory("memory");
        memory.putByte(memory.size() - 1, (byte) 1); // so that the memory has all its room
        memory.putByte(memory.size() - 1, (byte) 0);
        List<Looks> looks = List.of(
                Looks.during(written(memory, length, length), () -> guest.call("fill", length)),
                Looks.during(written(memory, 0, length), () -> guest.call("copy", 0, length)),
                Looks.during(written(memory, 2 * length, length), () -> guest.call("copy", 2 * length, 0)),
                Looks.during(written(memory, 3 * length, length), () -> guest.call("init", 3 * length)));
        assertThat(looks).extracting(Looks::most).allSatisfy(most -> assertThat(most)
                .isBetween(1L, (long) BULK_SLICE));
    }

    /** {@return how many elements from an index on are not null any more, in steps of 1,024} */
    private static LongSupplier set(Table table, int from, int length) {
        return () -> {
            long count = 0;
            for (int at = from; at < from + length; at += 1024) {
                count += table.valueAt(at) instanceof Value.NullRef ? 0 : 1024;
            }
            return count;
        };
    }

    @Test
    default void oneBulkInstructionOnATableLooks() throws Exception {
        int length = 4 * BULK_SLICE;
        Guest guest = metered(new ModuleBuilder()
                .function("->", code -> {})
                .table("table", new TableType(RefType.FUNCREF, Limits.atLeast(4L * length)))
                .passiveElements(new int[length])
                .function(
                        "fill",
                        "i32 ->",
                        code -> code.localGet(0).refFunc(0).i32Const(length).op("table.fill", 0))
                .function("copy", "i32 i32 ->", code -> code.localsGet(0, 1)
                        .i32Const(length)
                        .op("table.copy", 0, 0))
                .function(
                        "init",
                        "i32 ->",
                        code -> code.localGet(0).i32Const(0).i32Const(length).op("table.init", 0, 0))
                .function("grow", "i32 -> i32", code -> code.refFunc(0)
                        .localGet(0)
                        .op("table.grow", 0)));
        Table table = guest.instance().table("table");
        List<Looks> looks = List.of(
                Looks.during(set(table, length, length), () -> guest.call("fill", length)),
                Looks.during(set(table, 0, length), () -> guest.call("copy", 0, length)),
                Looks.during(set(table, 2 * length, length), () -> guest.call("copy", 2 * length, 0)),
                Looks.during(set(table, 3 * length, length), () -> guest.call("init", 3 * length)));
        assertThat(looks).extracting(Looks::most).allSatisfy(most -> assertThat(most)
                .isBetween(1L, (long) BULK_SLICE));
        Looks growth = Looks.during(() -> 0, () -> guest.call("grow", length));
        // The elements there were are copied, and the new ones set.
        assertThat(growth.count()).isGreaterThanOrEqualTo((4 * length + length) / BULK_SLICE);
        assertThat(table.size()).isEqualTo(5 * length);
    }

    @Test
    default void aStackThatGrowsLooks() throws Exception {
        Guest guest = metered(new ModuleBuilder().function("deep", "i32 ->", code -> code.locals(
                        Collections.nCopies(1_000, NumType.I64).toArray(ValType[]::new))
                .localGet(0)
                .ifThen()
                .localGet(0)
                .i32Const(1)
                .op("i32.sub")
                .call(0)
                .end()));
        int depth = 1_000;
        Looks first = Looks.during(() -> 0, () -> guest.call("deep", depth));
        Looks second = Looks.during(() -> 0, () -> guest.call("deep", depth));
        // From 65,536 slots to 1,048,576 in four steps or more, before and after each.
        assertThat(first.count() - second.count()).isGreaterThanOrEqualTo(8);
    }
}
