package org.wasmi.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.type.AddressType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.exec.Engine;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Memory;
import org.wasmi.exec.SharedMemory;
import org.wasmi.exec.Store;
import org.wasmi.testkit.ModuleBuilder;
import org.wasmi.translate.Translator;

/** Atomic instructions and shared memories (threads proposal). */
interface AtomicContract extends ContractFixture {
    int PAGE_BYTES = 65_536;

    MemoryType UNSHARED = new MemoryType(Limits.between(1, 2));
    MemoryType SHARED = UNSHARED.withShared(true);

    /** What is in the memory, and what comes with the instruction. */
    long FOUND = 0x8796_A5B4_C3D2_E1F0L;

    long GIVEN = 0x7B5A_3918_F7D6_B5A4L;

    /**
     * An operator that reads and changes a number: its name, and what it makes of what it finds and what it is given.
     */
    record Change(String name, BiFunction<Long, Long, Long> result) {}

    List<Change> CHANGES = List.of(
            new Change("add", Long::sum),
            new Change("sub", (found, given) -> found - given),
            new Change("and", (found, given) -> found & given),
            new Change("or", (found, given) -> found | given),
            new Change("xor", (found, given) -> found ^ given),
            new Change("xchg", (found, given) -> given));

    /** A type of numbers and how many of their bits are in the memory. */
    record Width(String type, int bits) {

        /** {@return the name of an operator, such as {@code i32.atomic.rmw8.add_u}} */
        String operator(String verb, String name) {
            boolean full = type.endsWith(String.valueOf(bits));
            String ending = verb.equals("store") || full ? "" : "_u";
            return type + ".atomic." + verb + (full ? "" : bits) + name + ending;
        }

        long mask() {
            return -1L >>> (64 - bits);
        }

        int bytes() {
            return bits / 8;
        }

        Object value(long bits) {
            if (type.equals("i32")) {
                return (int) bits;
            }
            return bits;
        }
    }

    List<Width> WIDTHS = List.of(
            new Width("i32", 8),
            new Width("i32", 16),
            new Width("i32", 32),
            new Width("i64", 8),
            new Width("i64", 16),
            new Width("i64", 32),
            new Width("i64", 64));

    /** {@return tests for each width and for a shared and an unshared memory, as the first of two and as the second} */
    private Stream<DynamicTest> each(String what, AtomicTest test) {
        return WIDTHS.stream().flatMap(width -> Stream.of(UNSHARED, SHARED).flatMap(type -> Stream.of(0, 1)
                .map(memory -> DynamicTest.dynamicTest(
                        what + " " + width.type() + " " + width.bits() + (type.shared() ? " shared " : " ") + memory,
                        () -> test.run(width, type, memory)))));
    }

    /** A test of a width on a memory. */
    interface AtomicTest {
        void run(Width width, MemoryType type, int memory);
    }

    private static ModuleBuilder module(MemoryType type) {
        return new ModuleBuilder().memory("m0", type).memory("m1", type);
    }

    private static long natural(Width width) {
        return Integer.numberOfTrailingZeros(width.bytes());
    }

    @TestFactory
    default Stream<DynamicTest> atomicLoadsZeroExtend() {
        return each("load", (width, type, memory) -> {
            Guest guest = guest(module(type).function("load", "i32 -> " + width.type(), code -> code.localGet(0)
                    .op(width.operator("load", ""), 8, natural(width), memory)));
            guest.instance().memory("m" + memory).putLong(96, FOUND);
            assertThat(guest.value("load", 88)).isEqualTo(Guest.valueOf(width.value(FOUND & width.mask())));
            assertPlaces(guest, width, "load");
        });
    }

    @TestFactory
    default Stream<DynamicTest> atomicStoresTouchTheirBytesOnly() {
        return each("store", (width, type, memory) -> {
            Guest guest =
                    guest(module(type).function("store", "i32 " + width.type() + " ->", code -> code.localsGet(0, 1)
                            .op(width.operator("store", ""), 8, natural(width), memory)));
            Memory target = guest.instance().memory("m" + memory);
            fill(target);
            guest.call("store", 88, width.value(GIVEN));
            assertThat(target.getLong(96)).isEqualTo((FOUND & ~width.mask()) | (GIVEN & width.mask()));
            assertNeighbours(target);
            assertPlaces(guest, width, "store", width.value(GIVEN));
        });
    }

    private static void fill(Memory memory) {
        for (int i = 80; i <= 112; i += 8) {
            memory.putLong(i, FOUND);
        }
    }

    private static void assertNeighbours(Memory memory) {
        for (int i : List.of(80, 88, 104, 112)) {
            assertThat(memory.getLong(i)).as("at " + i).isEqualTo(FOUND);
        }
    }

    /** Tries the last place in the memory, the one behind it, and those that are not multiples of the width. */
    private static void assertPlaces(Guest guest, Width width, String function, Object... values) {
        int end = PAGE_BYTES - width.bytes() - 8;
        guest.call(function, arguments(end, values));
        guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, function, arguments(end + width.bytes(), values));
        guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, function, arguments(-width.bytes(), values));
        guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, function, arguments(Integer.MIN_VALUE, values));
        for (int i = 1; i < width.bytes(); i++) {
            guest.assertTraps(Trap.UNALIGNED_ATOMIC, function, arguments(88 + i, values));
        }
    }

    private static Object[] arguments(int address, Object... values) {
        List<Object> arguments = new ArrayList<>(List.of(values));
        arguments.add(0, address);
        return arguments.toArray();
    }

    @TestFactory
    default Stream<DynamicTest> atomicChangesReturnWhatTheyFind() {
        return CHANGES.stream()
                .flatMap(change -> each(change.name(), (width, type, memory) -> {
                    Guest guest = guest(module(type)
                            .function("change", "i32 " + width.type() + " -> " + width.type(), code -> code.localsGet(
                                            0, 1)
                                    .op(width.operator("rmw", "." + change.name()), 8, natural(width), memory)));
                    Memory target = guest.instance().memory("m" + memory);
                    fill(target);
                    assertThat(guest.value("change", 88, width.value(GIVEN)))
                            .isEqualTo(Guest.valueOf(width.value(FOUND & width.mask())));
                    long changed = change.result().apply(FOUND, GIVEN) & width.mask();
                    assertThat(target.getLong(96)).isEqualTo((FOUND & ~width.mask()) | changed);
                    assertNeighbours(target);
                    assertPlaces(guest, width, "change", width.value(GIVEN));
                }));
    }

    @TestFactory
    default Stream<DynamicTest> atomicExchangesCompareAllThatIsExpected() {
        return each("cmpxchg", (width, type, memory) -> {
            String t = width.type();
            Guest guest = guest(
                    module(type).function("exchange", "i32 " + t + " " + t + " -> " + t, code -> code.localsGet(0, 1, 2)
                            .op(width.operator("rmw", ".cmpxchg"), 8, natural(width), memory)));
            Memory target = guest.instance().memory("m" + memory);
            fill(target);
            Object found = width.value(FOUND & width.mask());
            Object given = width.value(GIVEN);
            assertThat(guest.value("exchange", 88, width.value((FOUND & width.mask()) ^ 1), given))
                    .isEqualTo(Guest.valueOf(found));
            assertThat(target.getLong(96)).as("another number is expected").isEqualTo(FOUND);
            if (!width.value(FOUND).equals(found)) {
                assertThat(guest.value("exchange", 88, width.value(FOUND), given))
                        .isEqualTo(Guest.valueOf(found));
                assertThat(target.getLong(96)).as("more bits are expected").isEqualTo(FOUND);
            }
            assertThat(guest.value("exchange", 88, found, given)).isEqualTo(Guest.valueOf(found));
            assertThat(target.getLong(96)).isEqualTo((FOUND & ~width.mask()) | (GIVEN & width.mask()));
            assertNeighbours(target);
            assertPlaces(guest, width, "exchange", found, given);
        });
    }

    @Test
    default void addressesHaveAsManyBitsAsThoseOfTheMemory() {
        MemoryType wide = new MemoryType(AddressType.I64, Limits.between(1, 1), MemoryType.PAGE_SHIFT, true);
        Guest guest = guest(new ModuleBuilder()
                .memory("m0", UNSHARED)
                .memory("m1", wide)
                .function(
                        "narrow",
                        "i64 -> i64",
                        code -> code.localGet(0).op("i32.wrap_i64").i64Const(1).op("i64.atomic.rmw.add", 0, 3, 0))
                .function("wide", "i64 -> i64", code -> code.localGet(0)
                        .i64Const(1)
                        .op("i64.atomic.rmw.add", 0, 3, 1))
                .function("far", "i64 -> i64", code -> code.localGet(0).op("i64.atomic.load", -8, 3, 1))
                .function("notify", "i64 -> i32", code -> code.localGet(0)
                        .i32Const(1)
                        .op("memory.atomic.notify", 0, 2, 1))
                .function(
                        "wait",
                        "i64 -> i32",
                        code -> code.localGet(0).i64Const(0).i64Const(0).op("memory.atomic.wait64", 0, 3, 1)));
        guest.call("narrow", (5L << 32) | 96);
        assertThat(guest.i64("narrow", 96L)).isEqualTo(1);
        guest.call("wide", 96L);
        assertThat(guest.i64("wide", 96L)).isEqualTo(1);
        guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "wide", (5L << 32) | 96);
        guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "wide", -8L);
        guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "far", 96L);
        guest.assertTraps(Trap.UNALIGNED_ATOMIC, "far", 97L);
        assertThat(guest.i32("wait", 96L)).isEqualTo(1);
        assertThat(guest.i32("wait", 88L)).isEqualTo(2);
        assertThat(guest.i32("notify", 88L)).isZero();
        guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "notify", 1L << 32);
    }

    private static ModuleBuilder waiting(ModuleBuilder module) {
        return module.function("wait32", "i32 i32 i64 -> i32", code -> code.localsGet(0, 1, 2)
                        .op("memory.atomic.wait32", 8))
                .function("wait64", "i32 i64 i64 -> i32", code -> code.localsGet(0, 1, 2)
                        .op("memory.atomic.wait64", 8))
                .function(
                        "notify", "i32 i32 -> i32", code -> code.localsGet(0, 1).op("memory.atomic.notify", 8));
    }

    @Test
    default void waitsEndAtOnceWhereSomethingElseIsExpectedOrNoTimeIsLeft() {
        Guest guest = guest(waiting(module(SHARED)));
        guest.instance().memory("m0").putLong(96, FOUND);
        assertThat(guest.i32("wait32", 88, 1, -1L)).isEqualTo(1);
        assertThat(guest.i32("wait64", 88, 1L, -1L)).isEqualTo(1);
        assertThat(guest.i32("wait32", 88, (int) FOUND, 0L)).isEqualTo(2);
        assertThat(guest.i32("wait64", 88, FOUND, 1L)).isEqualTo(2);
        assertThat(guest.i32("notify", 88, -1)).isZero();
        for (Object expected : List.of(0, 0L)) {
            String wait = expected instanceof Integer ? "wait32" : "wait64";
            guest.assertTraps(Trap.UNALIGNED_ATOMIC, wait, 90, expected, 0L);
            guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, wait, PAGE_BYTES - 8, expected, 0L);
        }
        guest.assertTraps(Trap.UNALIGNED_ATOMIC, "wait64", 92, 0L, 0L);
        guest.assertTraps(Trap.UNALIGNED_ATOMIC, "notify", 89, 0);
        guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "notify", -4, 0);
    }

    @Test
    default void onlySharedMemoriesCanBeWaitedAt() {
        Guest guest = guest(waiting(module(UNSHARED)));
        guest.assertTraps(Trap.EXPECTED_SHARED_MEMORY, "wait32", 88, 1, 0L);
        guest.assertTraps(Trap.EXPECTED_SHARED_MEMORY, "wait64", 88, 1L, 0L);
        assertThat(guest.i32("notify", 88, -1)).isZero();
        guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "notify", -4, 0);
        guest.assertTraps(Trap.UNALIGNED_ATOMIC, "notify", 89, 0);
    }

    @Test
    default void aFenceDoesNothingThatCanBeSeen() {
        Guest guest = guest(new ModuleBuilder().function("f", "i32 -> i32", code -> code.op("atomic.fence")
                .localGet(0)
                .op("atomic.fence")));
        assertThat(guest.i32("f", 5)).isEqualTo(5);
    }

    @Test
    default void plainAccessesReachSharedMemories() {
        Guest guest = guest(module(SHARED)
                .data(0, code -> code.i32Const(4), new byte[] {1, 2, 3, 4})
                .function("copy", "->", code -> code.i32Const(100)
                        .i32Const(3)
                        .i32Const(5)
                        .op("memory.copy")
                        .i32Const(105)
                        .i32Const(7)
                        .i32Const(3)
                        .op("memory.fill"))
                .function("load", "i32 -> i64", code -> code.localGet(0).op("i64.load"))
                .function("store", "i32 i64 ->", code -> code.localsGet(0, 1).op("i64.store"))
                .function("grow", "i32 -> i32", code -> code.localGet(0).op("memory.grow"))
                .function("size", "-> i32", code -> code.op("memory.size")));
        guest.call("copy");
        assertThat(guest.i64("load", 100)).isEqualTo(0x0707_0704_0302_0100L);
        guest.call("store", 99, FOUND);
        assertThat(guest.i64("load", 99)).isEqualTo(FOUND);
        guest.assertTraps(Trap.MEMORY_OUT_OF_BOUNDS, "load", PAGE_BYTES - 7);
        assertThat(guest.i32("grow", 1)).isEqualTo(1);
        assertThat(guest.i32("size")).isEqualTo(2);
        guest.call("store", PAGE_BYTES - 4, FOUND);
        assertThat(guest.i64("load", PAGE_BYTES - 4)).isEqualTo(FOUND);
        assertThat(guest.i32("grow", 1)).isEqualTo(-1);
    }

    private static <T> FutureTask<T> start(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "another guest");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    @Test
    default void noAtomicChangeIsLost() throws ExecutionException, InterruptedException {
        int rounds = 20_000;
        Engine engine = Engine.create(engineConfig(), provider());
        SharedMemory memory = SharedMemory.create(engine, SHARED);
        ModuleBuilder module = new ModuleBuilder().importMemory("m", "shared", SHARED);
        module.function("count", "i32 ->", code -> {
            code.loop();
            for (Width each : WIDTHS) {
                // Next to each other, so that those of 8 and 16 bits are in the same 32.
                int at = List.of(0, 2, 4, 1, 8, 12, 16).get(WIDTHS.indexOf(each));
                code.i32Const(at);
                if (each.type().equals("i32")) {
                    code.i32Const(1);
                } else {
                    code.i64Const(1);
                }
                code.op(each.operator("rmw", ".add")).op("drop");
            }
            code.localGet(0)
                    .i32Const(1)
                    .op("i32.sub")
                    .op("local.tee", 0)
                    .op("br_if", 0)
                    .end();
        });
        List<FutureTask<Object>> threads = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            threads.add(start(() -> {
                try (Store store = engine.newStore()) {
                    Linker linker = new Linker().define("m", "shared", memory);
                    guest(module, linker, store).call("count", rounds);
                    return "done";
                }
            }));
        }
        for (FutureTask<Object> each : threads) {
            assertThat(each.get()).isEqualTo("done");
        }
        try (Store store = engine.newStore()) {
            Memory seen = memory.in(store);
            int sum = 3 * rounds;
            assertThat(seen.getByte(0)).isEqualTo((byte) sum);
            assertThat(seen.getByte(1)).isEqualTo((byte) sum);
            assertThat(seen.getShort(2)).isEqualTo((short) sum);
            assertThat(seen.getInt(4)).isEqualTo(sum);
            assertThat(seen.getInt(8)).isEqualTo(sum & 0xFFFF);
            assertThat(seen.getInt(12)).isEqualTo(sum);
            assertThat(seen.getLong(16)).isEqualTo(sum);
        }
    }

    @Test
    default void notificationsWakeTheGuestsOfOtherStores() throws ExecutionException, InterruptedException {
        Engine engine = Engine.create(engineConfig(), provider());
        SharedMemory memory = SharedMemory.create(engine, SHARED);
        Linker linker = new Linker().define("m", "shared", memory);
        ModuleBuilder module = waiting(new ModuleBuilder().importMemory("m", "shared", SHARED));
        List<FutureTask<Integer>> waiting = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            waiting.add(start(() -> {
                try (Store store = engine.newStore()) {
                    return guest(module, linker, store).i32("wait32", 88, 0, -1L);
                }
            }));
        }
        while (memory.waiters() < 3) {
            Thread.onSpinWait();
        }
        try (Store store = engine.newStore()) {
            Guest guest = guest(module, linker, store);
            assertThat(guest.i32("notify", 92, -1)).as("elsewhere").isZero();
            assertThat(guest.i32("notify", 88, 0)).isZero();
            assertThat(guest.i32("notify", 88, 2)).isEqualTo(2);
            assertThat(memory.waiters()).isEqualTo(1);
            assertThat(guest.i32("notify", 88, -1)).isEqualTo(1);
        }
        for (FutureTask<Integer> each : waiting) {
            assertThat(each.get()).isZero();
        }
        assertThat(memory.waiters()).isZero();
    }

    @Test
    default void waitsEndAtTheDeadline() {
        Engine engine = Engine.create(engineConfig(), provider());
        SharedMemory memory = SharedMemory.create(engine, SHARED);
        try (Store store = engine.newStore()) {
            Guest guest = metered(store, memory);
            store.deadline(Duration.ofMillis(20));
            guest.assertTraps(Trap.DEADLINE_EXCEEDED, "wait64", 88, 0L, -1L);
        }
        assertThat(memory.waiters()).isZero();
    }

    private Guest metered(Store store, SharedMemory memory) {
        byte[] wasm =
                waiting(new ModuleBuilder().importMemory("m", "shared", SHARED)).build();
        return new Guest(new Linker()
                .define("m", "shared", memory)
                .instantiate(
                        store, Translator.translate(wasm, translationOptions().withFuel(true))));
    }

    @Test
    default void waitsEndAtAnInterrupt() throws ExecutionException, InterruptedException {
        Engine engine = Engine.create(engineConfig(), provider());
        SharedMemory memory = SharedMemory.create(engine, SHARED);
        Store store = engine.newStore();
        Guest guest = metered(store, memory);
        FutureTask<Trap> waiting = start(() -> {
            try {
                throw new AssertionError("returned " + guest.i32("wait32", 88, 0, -1L));
            } catch (TrapException trap) {
                return trap.trap();
            }
        });
        while (memory.waiters() == 0) {
            Thread.onSpinWait();
        }
        store.interruptHandle().interrupt();
        assertThat(waiting.get()).isEqualTo(Trap.INTERRUPTED);
        assertThat(memory.waiters()).isZero();
        assertThat(store.interruptHandle().isPending()).isFalse();
        store.close();
    }
}
