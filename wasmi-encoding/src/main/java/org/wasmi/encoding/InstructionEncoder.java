package org.wasmi.encoding;

import org.wasmi.encoding.instruction.InstructionWriter;

/**
 * What translators and tests write code through. Instructions are appended in order: {@link #begin} names the
 * instruction, then its operands follow in the order of its {@link Format}, each by the method for its kind: {@link
 * #operand} (slots, 32-bit immediates, 32-bit offsets, counts, indices, the number of targets), {@link #wide} (64-bit
 * immediates and offsets) or {@link #branch} (branches and each target). The next {@code begin}, {@link #bind} or
 * {@link #finish} ends it. {@link InstructionWriter} puts one typed method for each format in front of this.
 *
 * <p>Errors: an operand too many, too few or of the wrong kind, a label or patch of another encoder, a label bound
 * twice or never, a branch to the end of the code, and code beyond what the encoding can hold end in {@link
 * IllegalStateException} or {@link IllegalArgumentException}, at the latest in {@code finish}; the encoder is of no
 * use after that. One encoder makes one code, for one thread.
 */
public interface InstructionEncoder {

    /** Begins an instruction. */
    void begin(Op op);

    /** Appends a 32-bit operand. */
    void operand(int value);

    /** Appends a 64-bit operand. */
    void wide(long value);

    /** Appends a branch to a label, which may be bound already or later. */
    void branch(Label target);

    /** Appends a 32-bit operand of which the value is set by {@link #set} before {@link #finish}; 0 if it is not. */
    Patch patch();

    /** Sets the value of an operand. The last value set counts. */
    void set(Patch patch, int value);

    /** {@return a new label, not yet bound} */
    Label newLabel();

    /** Binds a label to the place of the next instruction. */
    void bind(Label label);

    /**
     * Says that the instructions from here on come from a place in the Wasm binary, for traps' backtraces.
     *
     * @param byteOffset the place, in bytes from the start of the module
     */
    void source(int byteOffset);

    /**
     * Appends a handler of exceptions to the table of the code ({@link HandlerTable}). May be called at any time
     * before {@link #finish}. A handler of which the range turns out to be empty is left out.
     *
     * @param clause what it catches
     * @param from bound to the first instruction of the range
     * @param to bound to the first instruction behind the range, or at the end of the code
     * @param tag the index of the tag, or 0 if the clause has none
     * @param target the instruction to go on at
     * @param slot the first of the slots for what the clause puts there, or 0 if that is nothing
     */
    void handler(HandlerTable.Clause clause, Label from, Label to, int tag, Label target, int slot);

    /**
     * {@return the code}
     *
     * @param frame what the code expects of its frame
     */
    Code finish(FrameShape frame);
}
