package org.wasmi.jit.internal;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which halves of slots a method of compiled code holds in locals. A method that is all of a function holds all. One
 * that is a chunk holds those that its instructions touch, and all references, which the machine keeps only while it has
 * to. What else is live goes through it unseen: it stays in the machine's slots, where no instruction of the chunk, and
 * no function that it calls, writes to it.
 */
final class HeldSlots {
    /** Those of a method that is all of a function. */
    static final HeldSlots ALL = new HeldSlots(null, new BitSet(), new BitSet());

    private final @Nullable Analysis analysis;
    private final BitSet touched;
    private final BitSet written;

    private HeldSlots(@Nullable Analysis analysis, BitSet touched, BitSet written) {
        this.analysis = analysis;
        this.touched = touched;
        this.written = written;
    }

    /** {@return those of a method that is a chunk, of some blocks} */
    static HeldSlots of(Analysis analysis, List<Block> chunk) {
        BitSet touched = new BitSet();
        BitSet written = new BitSet();
        for (Block block : chunk) {
            for (int i = block.first; i < block.end; i++) {
                Insn insn = analysis.insn(i);
                for (int half : insn.useSlots) {
                    touched.set(half);
                }
                for (int half : insn.defSlots) {
                    written.set(half);
                }
                if (insn.callsItself) { // with new values for all that is live where the function begins
                    for (int half : analysis.liveSlots.get(0)) {
                        written.set(half);
                    }
                }
            }
        }
        touched.or(written);
        return new HeldSlots(analysis, touched, written);
    }

    /** {@return whether the method is a chunk, before which there is room for the frame in the machine's slots} */
    boolean isChunk() {
        return analysis != null;
    }

    /** {@return whether a local holds a half of a slot where it is live} */
    boolean holds(int half) {
        return analysis == null || half >= analysis.slots || touched.get(half);
    }

    /** {@return whether the machine's slot may hold something else than the local, where a half is live} */
    boolean changes(int half) {
        return analysis == null || half >= analysis.slots || written.get(half);
    }
}
