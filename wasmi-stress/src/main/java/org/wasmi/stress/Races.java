package org.wasmi.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.JJ_Result;
import org.openjdk.jcstress.infra.results.J_Result;
import org.wasmi.exec.runtime.AtomicAccess;

/** The races, each of them two threads on a {@link Line}. */
final class Races {
    private Races() {}

    /** Dekker: of two atomic writes, each followed by an atomic read of the other, one at least is seen. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = FORBIDDEN)
    @Outcome(expect = ACCEPTABLE)
    @State
    public static class StoreBuffering extends Line {
        @Actor
        public void first(II_Result seen) {
            AtomicAccess.store(ONE, at, 0, 4, 1);
            seen.r1 = (int) AtomicAccess.load(ONE, at, 4, 4);
        }

        @Actor
        public void second(II_Result seen) {
            AtomicAccess.store(TWO, at, 4, 4, 1);
            seen.r2 = (int) AtomicAccess.load(TWO, at, 0, 4);
        }
    }

    /** The same of single bytes, which are changed within the 32 bits around them. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = FORBIDDEN)
    @Outcome(expect = ACCEPTABLE)
    @State
    public static class StoreBufferingOfBytes extends Line {
        @Actor
        public void first(II_Result seen) {
            AtomicAccess.store(ONE, at, 1, 1, 1);
            seen.r1 = (int) AtomicAccess.load(ONE, at, 2, 1);
        }

        @Actor
        public void second(II_Result seen) {
            AtomicAccess.store(TWO, at, 2, 1, 1);
            seen.r2 = (int) AtomicAccess.load(TWO, at, 1, 1);
        }
    }

    /** What was written plainly before an atomic write is seen by one that has seen that, of any width. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = FORBIDDEN)
    @Outcome(expect = ACCEPTABLE)
    @State
    public static class MessagePassing extends Line {
        @Actor
        public void writes() {
            ONE.putLong(at + 8, -1);
            AtomicAccess.store(ONE, at, 3, 1, 1);
        }

        @Actor
        public void reads(II_Result seen) {
            seen.r1 = (int) AtomicAccess.load(TWO, at, 3, 1);
            seen.r2 = (int) -TWO.getLong(at + 8);
        }
    }

    /** An aligned number is never seen half written. */
    @JCStressTest
    @Outcome(
            id = {"0", "-1"},
            expect = ACCEPTABLE)
    @Outcome(expect = FORBIDDEN)
    @State
    public static class Tearing extends Line {
        @Actor
        public void writes() {
            ONE.putLong(at + 8, -1);
        }

        @Actor
        public void reads(J_Result seen) {
            seen.r1 = TWO.getLong(at + 8);
        }
    }

    /** Two reads of one place never go back in time. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = FORBIDDEN)
    @Outcome(expect = ACCEPTABLE)
    @State
    public static class Coherence extends Line {
        @Actor
        public void writes() {
            ONE.putInt(at, 1);
        }

        @Actor
        public void reads(II_Result seen) {
            seen.r1 = TWO.getInt(at);
            seen.r2 = TWO.getInt(at);
        }
    }

    /** No atomic change is lost, and each sees the other or is seen by it. */
    @JCStressTest
    @Outcome(
            id = {"0, 1", "10, 0"},
            expect = ACCEPTABLE)
    @Outcome(expect = FORBIDDEN)
    @State
    public static class Additions extends Line {
        @Actor
        public void first(JJ_Result seen) {
            seen.r1 = AtomicAccess.add(ONE, at, 0, 8, 1);
        }

        @Actor
        public void second(JJ_Result seen) {
            seen.r2 = AtomicAccess.add(TWO, at, 0, 8, 10);
        }
    }

    /** Changes of bytes that are next to each other, one atomic and one plain, do not undo each other. */
    @JCStressTest
    @Outcome(id = "258", expect = ACCEPTABLE)
    @Outcome(expect = FORBIDDEN)
    @State
    public static class Neighbours extends Line {
        @Actor
        public void atomic() {
            AtomicAccess.add(ONE, at, 0, 1, 2);
        }

        @Actor
        public void plain() {
            TWO.putByte(at + 1, (byte) 1);
        }

        @Arbiter
        public void after(I_Result seen) {
            seen.r1 = ONE.getInt(at);
        }
    }

    /** Of two that compare and exchange, exactly one succeeds, of 16 bits that are half of what is exchanged. */
    @JCStressTest
    @Outcome(
            id = {"0, 1", "2, 0"},
            expect = ACCEPTABLE)
    @Outcome(expect = FORBIDDEN)
    @State
    public static class Exchanges extends Line {
        @Actor
        public void first(II_Result seen) {
            seen.r1 = (int) AtomicAccess.cmpxchg(ONE, at, 2, 2, 0, 1);
        }

        @Actor
        public void second(II_Result seen) {
            seen.r2 = (int) AtomicAccess.cmpxchg(TWO, at, 2, 2, 0, 2);
        }
    }

    /** Who finds that nothing has changed waits, and is woken: it never sleeps until its time is over. */
    @JCStressTest
    @Outcome(id = "2", expect = FORBIDDEN)
    @Outcome(
            id = {"0", "1"},
            expect = ACCEPTABLE)
    @State
    public static class Notifications extends Line {
        private static final long MINUTE = 60_000_000_000L;

        @Actor
        public void waits(I_Result seen) {
            seen.r1 = AtomicAccess.wait32(ONE, at, 0, 0, MINUTE);
        }

        @Actor
        public void notifies() {
            AtomicAccess.store(TWO, at, 0, 4, 1);
            AtomicAccess.notify(TWO, at, 0, -1);
        }
    }
}
