package org.wasmi.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.exec.runtime.AtomicAccess;

/** Several threads on one memory: what must hold however they take turns. */
class SharedMemoryStressTest {
    private static final int THREADS = 4;
    private static final int ROUNDS = 20_000;
    private static final int PAGE = MemoryType.PAGE_SIZE;

    private final Engine engine = Engine.create();
    private final SharedMemory shared =
            SharedMemory.create(engine, new MemoryType(Limits.between(1, 200)).withShared(true));

    /** What a thread does. */
    private interface Work {
        void run(int thread, Memory memory);
    }

    /** Runs all threads to their ends; each has a store of its own. */
    private void inParallel(Work work) throws ExecutionException, InterruptedException {
        List<FutureTask<Object>> tasks = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int number = i;
            Callable<Object> run = () -> {
                try (Store store = engine.newStore()) {
                    work.run(number, shared.in(store));
                    return "done";
                }
            };
            FutureTask<Object> task = new FutureTask<>(run);
            tasks.add(task);
            new Thread(task, "stress " + i).start();
        }
        for (FutureTask<Object> each : tasks) {
            assertThat(each.get()).isEqualTo("done");
        }
    }

    private Memory seen() {
        return shared.in(engine.newStore());
    }

    @Test
    void bytesNextToEachOtherAreCountedApart() throws ExecutionException, InterruptedException {
        inParallel((thread, memory) -> {
            for (int i = 0; i < ROUNDS; i++) {
                AtomicAccess.add(memory, thread, 0, 1, 1);
                AtomicAccess.sub(memory, 8 + 2 * (thread % 2), 0, 2, 1);
                memory.putByte(12 + thread, (byte) i); // beside what others change by 32 bits
            }
        });
        for (int i = 0; i < THREADS; i++) {
            assertThat(seen().getByte(i)).isEqualTo((byte) ROUNDS);
            assertThat(seen().getByte(12 + i)).isEqualTo((byte) (ROUNDS - 1));
        }
        assertThat(seen().getShort(8)).isEqualTo((short) (-ROUNDS * THREADS / 2));
        assertThat(seen().getShort(10)).isEqualTo((short) (-ROUNDS * THREADS / 2));
    }

    /** A lock by compare and exchange keeps all others out, and what it guards is seen by the next one. */
    @Test
    void aLockGuardsPlainAccesses() throws ExecutionException, InterruptedException {
        inParallel((thread, memory) -> {
            for (int i = 0; i < ROUNDS / 10; i++) {
                while (AtomicAccess.cmpxchg(memory, 64, 0, 4, 0, thread + 1) != 0) {
                    Thread.onSpinWait();
                }
                memory.putLong(72, memory.getLong(72) + 1);
                memory.putInt(83, memory.getInt(83) + 1);
                assertThat(AtomicAccess.xchg(memory, 64, 0, 4, 0)).isEqualTo(thread + 1);
            }
        });
        assertThat(seen().getLong(72)).isEqualTo(ROUNDS / 10 * THREADS);
        assertThat(seen().getInt(83)).isEqualTo(ROUNDS / 10 * THREADS);
    }

    /** Numbers at multiples of their width are never seen half written, by plain accesses of the host and of guests. */
    @Test
    void alignedNumbersDoNotTear() throws ExecutionException, InterruptedException {
        inParallel((thread, memory) -> {
            long pattern = 0x0101_0101_0101_0101L * (thread + 1);
            for (int i = 0; i < ROUNDS; i++) {
                memory.putLong(128, pattern);
                memory.putInt(140, (int) pattern);
                memory.putShort(146, (short) pattern);
                long seen = memory.getLong(128);
                assertThat(seen % 0x0101_0101_0101_0101L).isZero();
                assertThat(memory.getInt(140) % 0x0101_0101).isZero();
                assertThat(memory.getShort(146) % 0x0101).isZero();
            }
        });
    }

    /**
     * All pages that were asked for are there, once, and what is written to them stays while others grow the memory.
     */
    @Test
    void growthIsCountedOnceAndMovesNothing() throws ExecutionException, InterruptedException {
        int pagesEach = 40;
        inParallel((thread, memory) -> {
            for (int i = 0; i < pagesEach; i++) {
                long page = memory.grow(1);
                assertThat(page).isPositive();
                assertThat(memory.getLong(page * PAGE)).isZero();
                memory.putLong(page * PAGE, page);
                memory.putLong((page + 1) * PAGE - 8, page);
            }
        });
        Memory seen = seen();
        assertThat(seen.pages()).isEqualTo(1 + THREADS * pagesEach);
        for (long page = 1; page < seen.pages(); page++) {
            assertThat(seen.getLong(page * PAGE)).isEqualTo(page);
            assertThat(seen.getLong((page + 1) * PAGE - 8)).isEqualTo(page);
        }
    }

    /** Each of many first writes to the same untouched chunk stays. */
    @Test
    void theFirstWritersOfAChunkWriteTheSameOne() throws ExecutionException, InterruptedException {
        seen().grow(100);
        inParallel((thread, memory) -> {
            for (long page = 1; page <= 100; page++) {
                memory.putLong(page * PAGE + 8L * thread, page + thread);
            }
        });
        for (long page = 1; page <= 100; page++) {
            for (int i = 0; i < THREADS; i++) {
                assertThat(seen().getLong(page * PAGE + 8L * i)).isEqualTo(page + i);
            }
        }
    }

    /** A turn is passed from thread to thread by waiting and notifying; none is missed. */
    @Test
    void turnsArePassedByNotifications() throws ExecutionException, InterruptedException {
        int turns = 2_000;
        inParallel((thread, memory) -> {
            for (int turn = thread; turn < turns; turn += THREADS) {
                for (int now = memory.getInt(256); now != turn; now = memory.getInt(256)) {
                    AtomicAccess.wait32(memory, 256, 0, now, -1);
                }
                AtomicAccess.store(memory, 256, 0, 4, turn + 1);
                AtomicAccess.notify(memory, 256, 0, -1);
            }
        });
        assertThat(seen().getInt(256)).isEqualTo(turns);
        assertThat(shared.waiters()).isZero();
    }
}
