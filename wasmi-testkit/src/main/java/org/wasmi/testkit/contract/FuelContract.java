package org.wasmi.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Store;
import org.wasmi.testkit.ModuleBuilder;
import org.wasmi.translate.TranslationMode;
import org.wasmi.translate.Translator;

/** What guests pay in fuel, which is the same on every executor, and how they are ended from outside. */
interface FuelContract extends ContractFixture {

    private Guest metered(ModuleBuilder module, TranslationMode mode, Store store) {
        return new Guest(new Linker()
                .instantiate(
                        store,
                        Translator.translate(
                                module.build(),
                                translationOptions().withFuel(true).withMode(mode))));
    }

    private Guest metered(ModuleBuilder module) {
        return metered(module, TranslationMode.EAGER, newStore());
    }

    private static long burnt(Guest guest, String function, Object... arguments) {
        Store store = guest.instance().store();
        long before = store.fuelUsed();
        guest.call(function, arguments);
        return store.fuelUsed() - before;
    }

    private static ModuleBuilder loops() {
        return new ModuleBuilder()
                .function("forever", "->", code -> code.loop().br(0).end())
                .function("recursion", "->", code -> code.call(1).op("nop"))
                .function("tailRecursion", "->", code -> code.returnCall(2))
                .function("count", "i32 ->", code -> code.loop()
                        .localGet(0)
                        .i32Const(1)
                        .op("i32.sub")
                        .localTee(0)
                        .brIf(0)
                        .end());
    }

    /**
     * {@return an instance of {@link #loops}, once it has proved that its loops pay: the endless ones would never end}
     */
    private Guest paying() {
        Guest guest = metered(loops());
        assertThat(burnt(guest, "count", 1)).as("fuel of one turn").isEqualTo(5);
        assertThat(burnt(guest, "count", 100)).as("fuel of a hundred turns").isEqualTo(500);
        return guest;
    }

    /** {@return {@code run(depth, throws)}, whose frames each have so many handlers that do not catch} */
    private static ModuleBuilder throwing(int handlers) {
        String[] others = Collections.nCopies(handlers, "catch 1 0").toArray(String[]::new);
        return new ModuleBuilder()
                .tag("->")
                .tag("->")
                .function("down", "i32 i32 ->", code -> code.localGet(0)
                        .ifThen()
                        .tryTable("->", others)
                        .localGet(0)
                        .i32Const(1)
                        .op("i32.sub")
                        .localGet(1)
                        .call(0)
                        .end()
                        .op("else")
                        .localGet(1)
                        .ifThen()
                        .op("throw", 0)
                        .end()
                        .end())
                .function("run", "i32 i32 ->", code -> code.tryTable("->", "catch_all 0")
                        .localGet(0)
                        .localGet(1)
                        .call(0)
                        .end());
    }

    @Test
    default void exceptionsPayForEachFrameThatTheyLeave() {
        for (int handlers : new int[] {0, 1, 5}) {
            Guest guest = metered(throwing(handlers));
            for (int i = 0; i < 3; i++) { // compiled by the last time, if at all
                for (int depth : new int[] {1, 2, 100, 300}) {
                    long returned = burnt(guest, "run", depth, 0) - burnt(guest, "run", 0, 0);
                    long thrown = burnt(guest, "run", depth, 1) - burnt(guest, "run", 0, 1);
                    assertThat(thrown - returned)
                            .as("fuel for %d frames", depth)
                            .isEqualTo(depth * (32L + handlers));
                }
            }
        }
    }

    @Test
    default void fuelIsExact() {
        Guest guest = paying();
        Store store = guest.instance().store();
        store.addFuel(1_004);
        guest.assertTraps(Trap.OUT_OF_FUEL, "count", 201);
        assertThat(store.fuel()).hasValue(4);
        store.addFuel(1);
        guest.call("count", 1);
        assertThat(store.fuel()).hasValue(0);
        guest.assertTraps(Trap.OUT_OF_FUEL, "count", 1);
        for (String endless : List.of("forever", "recursion", "tailRecursion")) {
            store.addFuel(20_000);
            guest.assertTraps(Trap.OUT_OF_FUEL, endless);
        }
    }

    @Test
    default void bulkOperatorsPayForWhatTheyTouch() {
        Guest guest = metered(new ModuleBuilder()
                .memory(Limits.atLeast(1))
                .table(new TableType(RefType.EXTERNREF, Limits.atLeast(16)))
                .function(
                        "fill",
                        "i32 ->",
                        code -> code.i32Const(0).i32Const(1).localGet(0).op("memory.fill"))
                .function("grow", "i32 -> i32", code -> code.localGet(0).op("memory.grow"))
                .function("table", "externref i32 -> i32", code -> code.localsGet(0, 1)
                        .op("table.grow")));
        assertThat(burnt(guest, "fill", 0)).isEqualTo(4);
        assertThat(burnt(guest, "fill", 1)).isEqualTo(4 + 1);
        assertThat(burnt(guest, "fill", 65_536)).isEqualTo(4 + 1_024);
        assertThat(burnt(guest, "grow", 3)).isEqualTo(2 + 3 * 1_024);
        assertThat(burnt(guest, "table", TableContract.NULL, 17)).isEqualTo(3 + 3);
        Store store = guest.instance().store();
        store.addFuel(100);
        guest.assertTraps(Trap.OUT_OF_FUEL, "fill", 65_536);
        guest.assertTraps(Trap.OUT_OF_FUEL, "grow", -1);
        assertThat(store.fuel().orElseThrow()).isBetween(90L, 100L);
        assertThat(guest.i32("grow", 0)).isEqualTo(4);
    }

    /** {@return functions that charge for as many units as their argument says, and then pay five, or trap} */
    private Guest charging(int rate) {
        Bytecode program = new Bytecode()
                .metered()
                .function("pay", "i32 ->", 1, "charge_fuel s0, %d%nconsume_fuel 5%nreturn".formatted(rate))
                .function("trap", "i32 ->", 1, "charge_fuel s0, %d%ntrap %d".formatted(rate, Trap.UNREACHABLE.code()))
                .function(
                        "twice",
                        "i32 ->",
                        1,
                        "charge_fuel s0, %d%ncharge_fuel s0, %d%nconsume_fuel 5%nreturn".formatted(rate, rate));
        return new Guest(new Linker().instantiate(newStore(), program.build()));
    }

    @Test
    default void aChargeIsUnsignedAndRoundedUp() {
        for (int count : new int[] {0, 1, 2, 3, 1_000, Integer.MAX_VALUE, Integer.MIN_VALUE, -1}) {
            for (int rate : new int[] {0, 1, 65_535, 65_536, 65_537, Integer.MAX_VALUE, Integer.MIN_VALUE, -1}) {
                BigInteger charge = BigInteger.valueOf(Integer.toUnsignedLong(count))
                        .multiply(BigInteger.valueOf(Integer.toUnsignedLong(rate)))
                        .add(BigInteger.valueOf(65_535))
                        .shiftRight(16);
                Guest guest = charging(rate);
                String charged = count + " at a rate of " + rate;
                assertThat(burnt(guest, "pay", count)).as(charged).isEqualTo(5 + charge.longValueExact());
                assertThat(burnt(guest, "twice", count))
                        .as("twice " + charged)
                        .isEqualTo(5 + 2 * charge.longValueExact());
            }
        }
    }

    @Test
    default void aChargeIsTakenWithTheNextPaymentOrNotAtAll() {
        Guest guest = charging(65_536);
        Store store = guest.instance().store();
        store.addFuel(12);
        guest.assertTraps(Trap.OUT_OF_FUEL, "pay", 10);
        assertThat(store.fuel()).as("what is left when a charge cannot be paid").hasValue(12);
        guest.assertTraps(Trap.UNREACHABLE, "trap", 10);
        assertThat(store.fuel())
                .as("what is left when nothing is paid after a charge")
                .hasValue(12);
        guest.call("pay", 7);
        assertThat(store.fuel()).hasValue(0);
    }

    /** So between two looks at the clock, 16,384 units apart, there are no more than a million slots to clear. */
    @Test
    default void callsPayForLargeFrames() {
        ValType[] numbers = Collections.nCopies(4_800, NumType.I64).toArray(ValType[]::new);
        ValType[] references = Collections.nCopies(4_800, RefType.EXTERNREF).toArray(ValType[]::new);
        Guest guest = metered(new ModuleBuilder()
                .function("->", code -> code.locals(numbers))
                .function("->", code -> code.locals(references))
                .function("numbers", "->", code -> code.call(0))
                .function("references", "->", code -> code.call(1).call(1))
                .function("tail", "->", code -> code.returnCall(1)));
        for (int i = 0; i < 3; i++) {
            assertThat(burnt(guest, "numbers")).isEqualTo(1 + 4_800 / 64);
            assertThat(burnt(guest, "references")).isEqualTo(2 + 2 * 2 * 4_800 / 64);
            assertThat(burnt(guest, "tail")).isEqualTo(1 + 2 * 4_800 / 64);
        }
        Store store = guest.instance().store();
        store.addFuel(100);
        guest.call("references"); // its callees have no operators, so that nothing is refused for what they owe
        assertThat(store.fuel()).hasValue(0);
        store.addFuel(100);
        guest.assertTraps(Trap.OUT_OF_FUEL, "numbers");
    }

    @Test
    default void branchesPayForTheValuesThatTheyCarry() {
        String hundred = "i32 ".repeat(100);
        Guest guest = metered(new ModuleBuilder().function("f", "i32 ->", code -> {
            code.block("-> " + hundred.strip());
            IntStream.range(0, 101).forEach(code::i32Const);
            code.localGet(0).brIf(0).br(0).end();
            IntStream.range(0, 100).forEach(each -> code.op("drop"));
        }));
        assertThat(burnt(guest, "f", 1)).isEqualTo(101 + 2 + 1 + 100);
        assertThat(burnt(guest, "f", 0)).isEqualTo(101 + 2 + 1 + 1 + 1 + 100);
    }

    @Test
    default void translationIsPaidByTheFirstCallInEachInstance() {
        ModuleBuilder module = loops();
        Guest first = metered(module, TranslationMode.LAZY, newStore());
        long bodyBytes = 14; // of count, its declaration of no locals included
        assertThat(burnt(first, "count", 1)).isEqualTo(5 + 8 * bodyBytes);
        assertThat(burnt(first, "count", 1)).isEqualTo(5);
        Guest second = new Guest(new Linker()
                .instantiate(first.instance().store(), first.instance().program()));
        assertThat(burnt(second, "count", 1)).isEqualTo(5 + 8 * bodyBytes);
        assertThat(burnt(second, "count", 1)).isEqualTo(5);
    }

    @Test
    default void aDeadlineAndAnInterruptEndEndlessGuests() {
        Guest guest = paying();
        Store store = guest.instance().store();
        for (String endless : List.of("forever", "tailRecursion")) {
            store.deadline(Duration.ofMillis(5));
            guest.assertTraps(Trap.DEADLINE_EXCEEDED, endless);
            store.clearDeadline();
            store.interruptHandle().interrupt();
            guest.assertTraps(Trap.INTERRUPTED, endless);
        }
        guest.call("count", 10);
        Thread.currentThread().interrupt();
        try {
            guest.assertTraps(Trap.INTERRUPTED, "forever");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
