package org.wasmi.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.error.ResourceException;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.program.Bytes;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.AddressType;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.exec.internal.memory.ChunkedStorage;
import org.wasmi.exec.runtime.Inside;

/** Memories in many arrays do what those in one do. */
@Timeout(60)
class ChunkedMemoryTest {
    private static final int PAGE = MemoryType.PAGE_SIZE;
    private static final int PAGES = 5;
    private static final FuncType I32_TO_I64 = Guest.type(List.of(Guest.I32), List.of(Guest.I64));
    private static final FuncType I32_I64_TO_NOTHING = Guest.type(List.of(Guest.I32, Guest.I64), List.of());

    private static final EngineConfig CHUNKED = EngineConfig.DEFAULT.withChunkedMemories(true);

    /** As large as addresses reach. */
    private static final EngineConfig LARGE =
            EngineConfig.DEFAULT.withLimit(StoreLimit.MEMORY_BYTES, StoreLimits.MAX_MEMORY_BYTES);

    private final Store store = Engine.create(CHUNKED).newStore();

    private static Memory memory(Store store, int pages) {
        return Memory.create(store, new MemoryType(Limits.between(pages, pages + 3)));
    }

    private static boolean isChunked(Memory memory) {
        return Inside.storage(memory) instanceof ChunkedStorage;
    }

    @Test
    void theLimitAndTheTypeTogetherDecide() {
        Store usual = Engine.create().newStore();
        Store large = Engine.create(LARGE).newStore();
        MemoryType unbounded = new MemoryType(Limits.atLeast(1));
        MemoryType most = new MemoryType(Limits.between(1, 32_767));
        MemoryType more = new MemoryType(Limits.between(1, 32_768));
        assertThat(List.of(unbounded, most, more)).noneMatch(type -> isChunked(Memory.create(usual, type)));
        assertThat(isChunked(Memory.create(large, unbounded))).isTrue();
        assertThat(isChunked(Memory.create(large, most))).isFalse();
        assertThat(isChunked(Memory.create(large, more))).isTrue();
        assertThat(isChunked(Memory.create(store, most))).isTrue();
    }

    /** Random accesses near the edges of chunks, compared with a memory in one array. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void hostsSeeTheSame(long seed) {
        Random random = new Random(seed);
        Memory memory = memory(store, PAGES);
        Memory model = memory(Engine.create().newStore(), PAGES);
        for (int i = 0; i < 3_000; i++) {
            long at = near(random);
            long other = near(random);
            int n = random.nextInt(random.nextInt(8) == 0 ? 2 * PAGE + 9 : 20);
            long value = random.nextLong();
            byte[] bytes = new byte[n];
            random.nextBytes(bytes);
            int operation = random.nextInt(13);
            String inOne = outcome(model, operation, at, other, n, value, bytes);
            assertThat(outcome(memory, operation, at, other, n, value, bytes))
                    .as("operation %s at %s, %s, %s", operation, at, other, n)
                    .isEqualTo(inOne);
        }
        assertThat(memory.pages()).isEqualTo(model.pages());
        assertThat(memory.getBytes(0, memory.size())).isEqualTo(model.getBytes(0, model.size()));
    }

    private static long near(Random random) {
        return (long) PAGE * random.nextInt(PAGES + 2) + random.nextInt(40) - 20;
    }

    /** {@return what an operation results in, or how it fails} */
    private static String outcome(Memory memory, int operation, long at, long other, int n, long value, byte[] bytes) {
        try {
            return switch (operation) {
                case 0 -> memory.getByte(at) + " " + memory.getShort(at);
                case 1 -> memory.getInt(at) + " " + memory.getLong(at);
                case 2 -> memory.getUtf8(at, n);
                case 3 -> memory.getCString(at);
                case 4 -> Bytes.wrap(memory.getBytes(at, n)).hashCode() + "";
                case 5 -> done(() -> memory.putByte(at, (byte) value));
                case 6 -> done(() -> memory.putShort(at, (short) value));
                case 7 -> done(() -> memory.putInt(at, (int) value));
                case 8 -> done(() -> memory.putLong(at, value));
                case 9 -> done(() -> memory.putBytes(at, bytes));
                case 10 -> done(() -> Inside.fill(memory, (int) at, (int) value & 0x101, n));
                case 11 -> done(() -> Inside.copy(memory, (int) at, memory, (int) other, n));
                default -> done(() -> Inside.init(memory, (int) at, Bytes.wrap(bytes), n / 3, n / 2));
            };
        } catch (TrapException e) {
            return e.toString();
        }
    }

    private static String done(Runnable action) {
        action.run();
        return "done";
    }

    private static Guest loadsAndStores() {
        Guest guest = new Guest().memory("memory", Limits.between(PAGES, PAGES));
        for (Op op : List.of(Op.LOAD8_S, Op.LOAD8_U, Op.LOAD16_S, Op.LOAD16_U, Op.LOAD32_S, Op.LOAD32_U, Op.LOAD64)) {
            guest.function(op.name(), I32_TO_I64, 1, w -> {
                w.write(op, 0, 0, 8);
                w.write(Op.RETURN_S, 0);
            });
        }
        for (Op op : List.of(Op.STORE8_S, Op.STORE16_S, Op.STORE32_S, Op.STORE64_S)) {
            guest.function(op.name(), I32_I64_TO_NOTHING, 2, w -> {
                w.write(op, 0, 8, 1);
                w.write(Op.RETURN);
            });
        }
        for (Op op : List.of(Op.STORE8_I, Op.STORE16_I, Op.STORE32_I, Op.STORE64_I)) {
            guest.function(op.name(), I32_I64_TO_NOTHING, 2, w -> {
                w.write(op, 0, 8, 0x89AB_CDEF);
                w.write(Op.RETURN);
            });
        }
        return guest;
    }

    @ParameterizedTest
    @MethodSource("org.wasmi.exec.Guest#executors")
    void guestsSeeTheSame(String executor) {
        Guest guest = loadsAndStores();
        Instance chunked =
                guest.instantiate(Engine.create(CHUNKED.withExecutor(executor)).newStore());
        Instance inOne = guest.instantiate(
                Engine.create(EngineConfig.DEFAULT.withExecutor(executor)).newStore());
        assertThat(isChunked(chunked.memory("memory"))).isTrue();
        assertThat(isChunked(inOne.memory("memory"))).isFalse();
        Random random = new Random(5);
        List<String> names =
                chunked.exportNames().subList(1, chunked.exportNames().size());
        for (int i = 0; i < 20_000; i++) {
            String name = names.get(random.nextInt(names.size()));
            Value address = Value.i32((int) near(random) - 8);
            Value[] arguments = name.startsWith("LOAD")
                    ? new Value[] {address}
                    : new Value[] {address, Value.i64(random.nextLong())};
            assertThat(outcome(chunked.function(name), arguments))
                    .as("%s at %s", name, address)
                    .isEqualTo(outcome(inOne.function(name), arguments));
        }
        assertThat(chunked.memory("memory").getBytes(0, PAGES * PAGE))
                .isEqualTo(inOne.memory("memory").getBytes(0, PAGES * PAGE));
    }

    private static String outcome(WasmFunction function, Value... arguments) {
        try {
            return function.call(arguments).toString();
        } catch (TrapException e) {
            return e.toString() + e.backtrace();
        }
    }

    /** Both kinds of instances of a program live in one engine, and functions call from one to the other. */
    @ParameterizedTest
    @MethodSource("org.wasmi.exec.Guest#executors")
    void instancesOfBothKindsShareAProgram(String executor) {
        Engine engine = Engine.create(LARGE.withExecutor(executor));
        Guest importing = new Guest()
                .imports("m", "memory", new MemoryType(Limits.atLeast(1)))
                .function("peek", I32_TO_I64, 1, w -> {
                    w.write(Op.LOAD64, 0, 0, 0);
                    w.write(Op.RETURN_S, 0);
                });
        Program program = importing.build();
        Store store = engine.newStore();
        Memory small = Memory.create(store, new MemoryType(Limits.between(1, 1)));
        Memory large = Memory.create(store, new MemoryType(Limits.atLeast(1)));
        small.putLong(8, 1);
        large.putLong(8, 2);
        for (int i = 0; i < 2; i++) {
            for (Memory each : List.of(small, large)) {
                Instance instance = new Linker().define("m", "memory", each).instantiate(store, program);
                assertThat(instance.function("peek").call(Value.i32(8))).containsExactly(Value.i64(each.getLong(8)));
                TrapException trap = catchThrowableOfType(
                        TrapException.class, () -> instance.function("peek").call(Value.i32(PAGE - 7)));
                assertThat(trap.trap()).isEqualTo(Trap.MEMORY_OUT_OF_BOUNDS);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.wasmi.exec.Guest#executors")
    void guestsReachThreeGibibytes(String executor) {
        int pages = 3 << 14;
        Instance guest = new Guest()
                .memory("memory", Limits.between(1, pages))
                .function("load", I32_TO_I64, 1, w -> {
                    w.write(Op.LOAD64, 0, 0, 0);
                    w.write(Op.RETURN_S, 0);
                })
                .function("store", I32_I64_TO_NOTHING, 2, w -> {
                    w.write(Op.STORE64_S, 0, 0, 1);
                    w.write(Op.RETURN);
                })
                .instantiate(Engine.create(LARGE.withExecutor(executor)).newStore());
        Memory memory = guest.memory("memory");
        assertThat(memory.grow(pages - 1)).isEqualTo(1);
        assertThat(memory.grow(1)).isEqualTo(-1);
        assertThat(memory.size()).isEqualTo(3L << 30);
        for (long at : new long[] {0, (1L << 31) - 4, 1L << 31, (3L << 30) - PAGE - 3, (3L << 30) - 8}) {
            guest.function("store").call(Value.i32((int) at), Value.i64(~at));
            assertThat(memory.getLong(at)).isEqualTo(~at);
            assertThat(guest.function("load").call(Value.i32((int) at))).containsExactly(Value.i64(~at));
        }
        assertThat(outcome(guest.function("load"), Value.i32((int) ((3L << 30) - 7))))
                .contains("8 bytes at address 3221225465 of a memory of 3221225472 bytes");
        Inside.copy(memory, (int) (3L << 30) - 3 * PAGE, memory, (int) ((1L << 31) - PAGE), 2 * PAGE + 1);
        assertThat(memory.getLong((3L << 30) - 2 * PAGE - 4)).isEqualTo(memory.getLong((1L << 31) - 4));
    }

    @Test
    void memoriesWith64BitAddressesReachBeyondFourGibibytes() {
        Store large = Engine.create(LARGE).newStore();
        long pages = 1L << 17; // 8 GiB
        MemoryType type = new MemoryType(AddressType.I64, Limits.between(1, 1L << 40), MemoryType.PAGE_SHIFT, false);
        Memory memory = Memory.create(large, type);
        assertThat(isChunked(memory)).isTrue();
        assertThat(memory.grow(pages)).isEqualTo(1);
        assertThat(memory.grow(1L << 40)).isEqualTo(-1);
        assertThat(memory.pages()).isEqualTo(pages + 1);
        long end = (pages + 1) * PAGE;
        memory.putLong(end - 8, 42);
        memory.putInt(1L << 32, 7);
        assertThat(memory.getLong(end - 8)).isEqualTo(42);
        assertThat(memory.getInt(1L << 32)).isEqualTo(7);
        assertThat(memory.getInt(0L)).isZero();
        assertThatThrownBy(() -> memory.getLong(end - 7)).isInstanceOf(TrapException.class);
        assertThatThrownBy(() -> memory.getByte(-1L)).isInstanceOf(TrapException.class);
    }

    @Test
    void takesRoomOnlyForWhatIsWritten() {
        Store large = Engine.create(LARGE).newStore();
        Memory memory = Memory.create(large, new MemoryType(Limits.atLeast(65_536)));
        assertThat(memory.size()).isEqualTo(1L << 32);
        assertThat(memory.getLong((1L << 32) - 8)).isZero();
        Inside.fill(memory, 0, 0, -1);
        memory.putByte((1L << 32) - 1, (byte) 7);
        assertThat(memory.getByte(-1)).isEqualTo((byte) 7);
        assertThat(memory.getByte((1L << 32) - 1 - PAGE)).isZero();
        assertThatThrownBy(() -> memory.getBytes(0, 3L << 30))
                .isInstanceOf(ResourceException.class)
                .hasMessage("no room for an array of 3221225472 bytes");
    }

    /** The heap of the tests is set in the pom to less than the largest memory. */
    @Test
    void whatTheJvmCannotProvideIsNoCrash() {
        assumeThat(Runtime.getRuntime().maxMemory()).isLessThan(4L << 30);
        Memory memory = Memory.create(Engine.create(LARGE).newStore(), new MemoryType(Limits.atLeast(65_536)));
        assertThatThrownBy(() -> Inside.fill(memory, 0, 1, -1))
                .isInstanceOf(ResourceException.class)
                .hasMessageStartingWith("no room for another 65536 bytes of a memory of 4294967296 bytes, ");
    }

    @Test
    void viewsAreWithinAChunk() {
        Memory memory = memory(store, 2);
        ByteBuffer view = memory.view(PAGE - 8, 8);
        view.putLong(0, 9);
        assertThat(memory.getLong(PAGE - 8)).isEqualTo(9);
        memory.putInt(PAGE - 8, 10);
        assertThat(view.getLong(0)).isEqualTo(10);
        assertThat(memory.view(2 * PAGE, 0).remaining()).isZero();
        assertThat(memory(store, 2).getLong(PAGE - 8)).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> memory.view(PAGE - 8, 9))
                .withMessage("a view of 9 bytes at 65528 crosses a multiple of 65536, where this memory is divided");
    }

    @Test
    void growthIsCountedAndBounded() {
        Memory memory = memory(store, 1);
        memory.putInt(PAGE - 4, 5);
        assertThat(memory.grow(2)).isEqualTo(1);
        assertThat(memory.grow(2)).isEqualTo(-1);
        assertThat(memory.grow(1)).isEqualTo(3);
        assertThat(store.memoryBytes()).isEqualTo(4 * PAGE);
        assertThat(memory.getLong(PAGE - 4)).isEqualTo(5);
        memory.putLong(4 * PAGE - 8, 6);
        assertThat(memory.getLong(4 * PAGE - 8)).isEqualTo(6);
    }

    @Test
    void snapshotsGoFromOneKindToTheOther() {
        Guest guest = new Guest().memory("memory", Limits.between(PAGES, PAGES));
        Instance first = guest.instantiate(store);
        Memory memory = first.memory("memory");
        memory.putLong(PAGE - 4, -1);
        memory.putByte(PAGES * PAGE - 1, (byte) 3);
        byte[] expected = memory.getBytes(0, PAGES * PAGE);
        Snapshot snapshot = first.snapshot();
        assertThat(snapshot.memoryBytes()).isEqualTo(3 * 4096);
        for (EngineConfig config : List.of(CHUNKED, EngineConfig.DEFAULT)) {
            Instance clone = new Linker().instantiate(Engine.create(config).newStore(), snapshot);
            assertThat(clone.memory("memory").getBytes(0, PAGES * PAGE)).isEqualTo(expected);
            clone.memory("memory").putLong(3 * PAGE, 4);
            clone.memory("memory").putLong(0, 4);
            clone.reset(snapshot);
            assertThat(clone.memory("memory").getBytes(0, PAGES * PAGE)).isEqualTo(expected);
        }
    }

    @Test
    void nothingIsLeftWhenTheStoreIsClosed() {
        Memory memory = memory(store, 1);
        memory.putByte(0, (byte) 1);
        store.close();
        assertThatThrownBy(() -> memory.getByte(0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> memory.putByte(0, (byte) 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> memory.grow(1)).isInstanceOf(IllegalStateException.class);
    }
}
