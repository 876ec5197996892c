package org.wasmi.exec.runtime;

import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.InstructionDecoder;

/**
 * The code that a frame runs: the frame that it needs, and where its positions lie in the code that was linked. All are
 * {@link LinkedCode}, the form of an executor. Immutable.
 */
public abstract class FrameCode {
    /** How many slots of a frame are worth a unit of fuel. */
    static final int SLOTS_PER_FUEL = 64;

    private final Code code;
    final int params;
    final int locals;
    final int slots;
    final boolean references;

    /** What metered code pays for such a frame to be cleared. */
    final int frameFuel;

    /** How many of the first slots may hold references. */
    private int referenceSlots;

    /** Whether reference halves of parameters may be read that are no references. */
    private boolean readsNumbers = true;

    /** The first slot that may hold a reference which does not outlive the frame. */
    private int firstReleased;

    /** How many of the first slots results take, some of them references. */
    private int keptSlots;

    /** Whether halves of results that are no references may hold some that the frame has left there. */
    private boolean leavesNumbers = true;

    /** Whether nothing is to be done for the frame but to clear the numbers of locals. */
    final boolean simpleFrame;

    FrameCode(Code code) {
        this.code = code;
        this.params = code.frame().params();
        this.locals = code.frame().locals();
        this.slots = code.frame().slots();
        this.references = code.frame().references();
        this.referenceSlots = references ? slots : 0;
        this.firstReleased = code.frame().results();
        this.keptSlots = code.frame().results();
        long cleared = (long) locals + code.frame().results() + (references ? slots : 0);
        this.frameFuel = (int) (cleared / SLOTS_PER_FUEL);
        this.simpleFrame = !references && frameFuel == 0;
    }

    /** {@return whether metered code pays nothing for such a frame, see {@link Machine#payFrame}} */
    public final boolean isFrameFree() {
        return frameFuel == 0;
    }

    /** {@return how many of the first slots of a frame may hold references} */
    final int referenceSlots() {
        return referenceSlots;
    }

    /** {@return whether reference halves of parameters may be read that are no references} */
    final boolean readsNumbers() {
        return readsNumbers;
    }

    /** {@return the first slot whose reference is released when the frame ends with results} */
    final int firstReleased() {
        return firstReleased;
    }

    /** {@return how many of the first slots results take if some are references, otherwise 0} */
    final int keptSlots() {
        return keptSlots;
    }

    /** {@return whether reference halves of results may hold something that are no references} */
    final boolean leavesNumbers() {
        return leavesNumbers;
    }

    /**
     * Limits what is cleared.
     *
     * @param held which slots hold references
     * @param results the results
     */
    final void limitReferences(ReferenceSlots held, Signature.Group results) {
        referenceSlots = held.end();
        readsNumbers = held.readsNumbers();
        keptSlots = results.hasReferences() ? results.slotCount() : 0;
        firstReleased = Math.max(keptSlots, held.start());
        leavesNumbers = keptSlots > 0 && results.hasNumbers();
    }

    /**
     * {@return the position at which an instruction begins} To be overridden where positions are not those of {@link
     * #code()}.
     *
     * @param within a position behind that and not behind the end of the instruction, as {@link Machine#savePosition}
     *     has it
     */
    protected int startOfInstruction(int within) {
        InstructionDecoder decoder = Encodings.decoder(code);
        while (decoder.next()) {
            if (decoder.end() >= within) {
                return decoder.position();
            }
        }
        throw new IllegalStateException("no instruction ends at " + within + " or behind");
    }

    /**
     * Returns the position in {@link #code()} that a position of a frame stands for, for backtraces. To be overridden
     * where positions are not those of {@link #code()}. Not called for position 0, at which no instruction has begun
     * yet.
     *
     * @param position as {@link Machine#savePosition} has it: behind the start of the instruction in question and not
     *     behind its end
     * @return likewise: behind the start of that instruction in {@link #code()} and not behind its end
     */
    protected int codePosition(int position) {
        return position;
    }

    /** Refuses code that a frame of this code has no room for. */
    final void requireSameFrame(FrameCode other) {
        if (!other.code.frame().equals(code.frame())) {
            throw new IllegalArgumentException(
                    "the code expects " + other.code.frame() + ", the frame is " + code.frame());
        }
    }

    /**
     * Returns the position at which a frame goes on with an instruction. To be overridden where positions are not those
     * of {@link #code()}. A frame is brought there by exceptions that it catches ({@link
     * org.wasmi.encoding.HandlerTable}).
     *
     * @param codePosition where the instruction begins in {@link #code()}
     */
    protected int entryPosition(int codePosition) {
        return codePosition;
    }

    /** {@return what was linked} */
    public final Code code() {
        return code;
    }
}
