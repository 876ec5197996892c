package org.wasmi.exec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.error.LinkException;
import org.wasmi.encoding.error.ResourceException;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.program.Export;
import org.wasmi.encoding.program.Import;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.exec.runtime.AtomicAccess;

/** Memories of several stores. */
class SharedMemoryTest {
    private static final int PAGE = MemoryType.PAGE_SIZE;
    private static final MemoryType TYPE = type(1, 3);

    private final Engine engine = Engine.create();
    private final SharedMemory shared = SharedMemory.create(engine, TYPE);
    private final Memory here = shared.in(engine.newStore());
    private final Memory there = shared.in(engine.newStore());

    private static MemoryType type(long min, long max) {
        return new MemoryType(Limits.between(min, max)).withShared(true);
    }

    @Test
    void storesSeeTheSameBytes() {
        here.putLong(8, 0x0807_0605_0403_0201L);
        assertThat(there.getLong(8)).isEqualTo(0x0807_0605_0403_0201L);
        assertThat(there.getInt(9)).isEqualTo(0x0504_0302);
        assertThat(there.getShort(11)).isEqualTo((short) 0x0504);
        assertThat(there.getByte(15)).isEqualTo((byte) 8);
        there.putUtf8(100, "both");
        assertThat(here.getUtf8(100, 4)).isEqualTo("both");
        assertThat(here.getCString(100)).isEqualTo("both");
        assertThat(here.view(100, 4).get(0)).isEqualTo((byte) 'b');
        here.view(PAGE - 8, 8).putLong(0, 7);
        assertThat(there.getLong(PAGE - 8)).isEqualTo(7);
        byte[] bytes = new byte[3];
        there.read(101, bytes, 1, 2);
        assertThat(bytes).isEqualTo("\0ot".getBytes(UTF_8));
    }

    /** Whatever the place in a chunk, and across two of them. */
    @Test
    void numbersOfAnyAlignmentAreLittleEndian() {
        here.grow(1);
        for (int at : new int[] {0, 1, 2, 3, 4, 5, 6, 7, PAGE - 7, PAGE - 4, PAGE - 3, PAGE - 1}) {
            here.putLong(at, 0x1122_3344_5566_7788L);
            assertThat(there.getLong(at)).isEqualTo(0x1122_3344_5566_7788L);
            assertThat(there.getInt(at + 2)).isEqualTo(0x3344_5566);
            assertThat(there.getShort(at + 5)).isEqualTo((short) 0x2233);
            here.putInt(at, -2);
            here.putShort(at + 4, (short) 3);
            here.putByte(at + 6, (byte) 9);
            assertThat(there.getLong(at)).isEqualTo(0x1109_0003_FFFF_FFFEL);
        }
    }

    @Test
    void aStoreHasOneMemoryForIt() {
        assertThat(shared.in(here.store())).isSameAs(here).isNotEqualTo(there);
        assertThat(here.shared()).contains(shared);
        assertThat(here.type()).isEqualTo(TYPE);
        assertThat(here.type().shared()).isTrue();
        assertThat(Memory.create(here.store(), new MemoryType(Limits.atLeast(1)))
                        .shared())
                .isEmpty();
        assertThat(Memory.create(here.store(), TYPE).shared()).isPresent();
    }

    @Test
    void growthIsSeenByAll() {
        assertThat(here.grow(1)).isEqualTo(1);
        assertThat(there.pages()).isEqualTo(2);
        assertThat(shared.pages()).isEqualTo(2);
        assertThat(shared.type()).isEqualTo(type(2, 3));
        there.putInt(2 * PAGE - 4, 5);
        assertThat(here.getInt(2 * PAGE - 4)).isEqualTo(5);
        assertThatThrownBy(() -> there.getInt(2 * PAGE)).isInstanceOf(TrapException.class);
        assertThat(there.grow(2)).isEqualTo(-1);
        assertThat(there.grow(-1)).isEqualTo(-1);
        assertThat(there.grow(1)).isEqualTo(2);
        assertThat(here.grow(0)).isEqualTo(3);
        assertThat(AtomicAccess.load(here, 3 * PAGE - 8, 0, 8)).isZero();
    }

    @Test
    void limitsHoldForEachStore() {
        StoreLimits twoPages = StoreLimits.DEFAULT.with(StoreLimit.TOTAL_MEMORY_BYTES, 2 * PAGE);
        Store strict = engine.newStore(twoPages);
        Memory own = shared.in(strict);
        assertThat(strict.memoryBytes()).isEqualTo(PAGE);
        assertThat(own.grow(2)).isEqualTo(-1);
        assertThat(here.grow(2)).isEqualTo(1);
        assertThat(own.getByte(3 * PAGE - 1)).isZero();
        assertThat(own.grow(0)).as("more than the store may have").isEqualTo(-1);
        assertThatThrownBy(() -> shared.in(engine.newStore(twoPages))).isInstanceOf(ResourceException.class);
        StoreLimits none = StoreLimits.DEFAULT.with(StoreLimit.MEMORIES, 0);
        assertThatThrownBy(() -> shared.in(engine.newStore(none))).isInstanceOf(ResourceException.class);
    }

    @Test
    void anEngineLimitsTheBytesOfAll() {
        Engine small = Engine.create(EngineConfig.DEFAULT.withSharedMemoryBytes(3 * PAGE));
        SharedMemory first = SharedMemory.create(small, TYPE);
        Memory memory = first.in(small.newStore());
        assertThat(memory.grow(1)).isEqualTo(1);
        assertThatThrownBy(() -> SharedMemory.create(small, type(2, 2)).in(small.newStore()))
                .isInstanceOf(ResourceException.class)
                .hasMessageContaining("shared memories");
        SharedMemory second = SharedMemory.create(small, TYPE);
        Store another = small.newStore();
        second.in(another);
        assertThat(memory.grow(1)).isEqualTo(-1);
        another.close();
        assertThat(memory.grow(1)).isEqualTo(2);
        assertThatThrownBy(() -> second.in(small.newStore())).isInstanceOf(ResourceException.class);
        memory.store().close();
        assertThat(first.pages()).isEqualTo(3);
        assertThat(second.in(small.newStore()).grow(1)).isEqualTo(1);
        assertThatIllegalArgumentException().isThrownBy(() -> EngineConfig.DEFAULT.withSharedMemoryBytes(-1));
    }

    /** The last store to have it counts. */
    @Test
    void memoriesOfClosedStoresAreNotCounted() {
        Engine small = Engine.create(EngineConfig.DEFAULT.withSharedMemoryBytes(4 * PAGE));
        for (int i = 0; i < 20; i++) {
            SharedMemory memory = SharedMemory.create(small, type(3, 3));
            try (Store first = small.newStore();
                    Store second = small.newStore()) {
                memory.in(first).putInt(0, i);
                assertThat(memory.in(second).getInt(0)).isEqualTo(i);
            }
        }
    }

    /** What nobody has written takes no room, however much there is of it. */
    @Test
    void largeMemoriesTakeRoomWhereTheyAreWritten() {
        SharedMemory large = SharedMemory.create(engine, type(20_000, 65_536));
        Memory memory = large.in(engine.newStore());
        memory.putInt(20_000L * PAGE - 4, 1);
        assertThat(memory.getLong(10_000L * PAGE)).isZero();
        assertThat(AtomicAccess.load(memory, 10_000L * PAGE, 0, 4)).isZero();
        assertThat(memory.grow(10_000)).isEqualTo(20_000);
        assertThat(memory.getInt(20_000L * PAGE - 4)).isEqualTo(1);
    }

    @Test
    void onlyTypesOfSharedMemoriesWillDo() {
        MemoryType unbounded = new MemoryType(Limits.atLeast(1)).withShared(true);
        assertThatIllegalArgumentException().isThrownBy(() -> SharedMemory.create(engine, unbounded));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SharedMemory.create(engine, new MemoryType(Limits.between(1, 2))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> shared.in(Engine.create().newStore()))
                .withMessageContaining("another engine");
    }

    private static Program importing(MemoryType type) {
        return Program.builder().imports(new Import("env", "memory", type)).build();
    }

    private static Program defining(MemoryType type) {
        return Program.builder()
                .memory(type)
                .export(new Export("memory", ExternKind.MEMORY, 0))
                .build();
    }

    @Test
    void aLinkerServesAllStoresOfTheEngine() {
        LinkedProgram linked = new Linker().define("env", "memory", shared).link(importing(TYPE));
        try (Store store = engine.newStore()) {
            linked.instantiate(store);
            assertThat(store.memoryBytes()).isEqualTo(PAGE);
        }
        linked.instantiate(engine.newStore());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> linked.instantiate(Engine.create().newStore()));
    }

    @Test
    void typesMustMatch() {
        Linker linker = new Linker().define("env", "memory", shared);
        linker.link(importing(type(0, 4)));
        for (MemoryType other : List.of(
                type(2, 3), type(1, 2), new MemoryType(Limits.between(1, 3)), new MemoryType(Limits.atLeast(0)))) {
            assertThatThrownBy(() -> linker.link(importing(other)))
                    .as(other.toString())
                    .isInstanceOf(LinkException.class);
        }
        Memory unshared = Memory.create(here.store(), new MemoryType(Limits.between(1, 3)));
        Linker other = new Linker().define("env", "memory", unshared);
        assertThatThrownBy(() -> other.link(importing(TYPE))).isInstanceOf(LinkException.class);
        here.grow(1);
        linker.link(importing(type(2, 3)));
    }

    @Test
    void whatAnInstanceDefinesCanBeSharedFurther() {
        Instance first = new Linker().instantiate(engine.newStore(), defining(TYPE));
        SharedMemory exported = first.memory("memory").shared().orElseThrow();
        exported.in(here.store()).putInt(8, 9);
        assertThat(first.memory("memory").getInt(8)).isEqualTo(9);
        assertThat(exported.in(first.store())).isSameAs(first.memory("memory"));
    }

    @Test
    void thereIsNoSnapshotOfIt() {
        Instance own = new Linker().instantiate(engine.newStore(), defining(TYPE));
        assertThatIllegalStateException().isThrownBy(own::snapshot).withMessageContaining("shared memory");
        Instance importing =
                new Linker().define("env", "memory", shared).instantiate(engine.newStore(), importing(TYPE));
        assertThatIllegalStateException().isThrownBy(importing::snapshot).withMessageContaining("shared memory");
    }

    @Test
    void aClosedStoreHasNoneOfIt() {
        here.store().close();
        assertThatIllegalStateException().isThrownBy(() -> here.getByte(0));
        assertThatIllegalStateException().isThrownBy(() -> here.grow(1));
        assertThatIllegalStateException().isThrownBy(() -> shared.in(here.store()));
        there.putByte(0, (byte) 1);
        assertThat(there.getByte(0)).isEqualTo((byte) 1);
    }

    @Test
    void aHostNotifies() throws ExecutionException, InterruptedException {
        FutureTask<Integer> waiter = waiter(0);
        awaitWaiters(1);
        here.putInt(16, 1);
        assertThat(shared.notify(12, -1)).isZero();
        assertThat(shared.notify(16, 1)).isEqualTo(1);
        assertThat(waiter.get()).isZero();
        assertThat(shared.waiters()).isZero();
        assertThat(waiter(0).get()).as("something else is there").isEqualTo(1);
    }

    private FutureTask<Integer> waiter(int expected) {
        FutureTask<Integer> task = new FutureTask<>(() -> {
            Memory memory = shared.in(engine.newStore());
            return AtomicAccess.wait32(memory, 16, 0, expected, -1);
        });
        Thread thread = new Thread(task, "waiter");
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
        return task;
    }

    private final List<Thread> threads = new ArrayList<>();

    private void awaitWaiters(int count) {
        while (shared.waiters() < count) {
            Thread.onSpinWait();
        }
    }

    /** Also where guests are not metered. */
    @Test
    void anInterruptedThreadWaitsNoMore() throws InterruptedException {
        FutureTask<Integer> waiter = waiter(0);
        awaitWaiters(1);
        threads.get(0).interrupt();
        assertThatThrownBy(waiter::get).cause().isInstanceOfSatisfying(TrapException.class, trap -> assertThat(
                        trap.trap())
                .isEqualTo(Trap.INTERRUPTED));
        assertThat(shared.waiters()).isZero();
    }

    /** In the order in which they came. */
    @Test
    void theLongestWaitingIsWokenFirst() throws ExecutionException, InterruptedException {
        List<FutureTask<Integer>> waiters = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            waiters.add(waiter(0));
            awaitWaiters(i + 1);
        }
        for (int i = 0; i < 5; i++) {
            assertThat(shared.notify(16, 1)).isEqualTo(1);
            assertThat(waiters.get(i).get()).isZero();
        }
    }

    /** A waiter that is woken and interrupted at once takes no notification from the others. */
    @Test
    void noNotificationIsLost() throws InterruptedException, ExecutionException {
        for (int round = 0; round < 200; round++) {
            threads.clear();
            FutureTask<Integer> first = waiter(0);
            awaitWaiters(1);
            FutureTask<Integer> second = waiter(0);
            awaitWaiters(2);
            Thread interrupted = threads.get(0);
            Thread interrupting = new Thread(interrupted::interrupt);
            interrupting.start();
            int woken = shared.notify(16, 1);
            interrupting.join();
            assertThat(woken).isEqualTo(1);
            boolean firstReturned = returns(first);
            if (firstReturned) {
                assertThat(second.isDone()).isFalse();
                assertThat(shared.notify(16, 1)).isEqualTo(1);
            }
            assertThat(second.get()).isZero();
            assertThat(shared.waiters()).isZero();
        }
    }

    private static boolean returns(FutureTask<Integer> task) throws InterruptedException {
        try {
            return task.get() == 0;
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(TrapException.class);
            return false;
        }
    }
}
