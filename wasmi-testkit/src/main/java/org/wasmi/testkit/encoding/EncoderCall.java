package org.wasmi.testkit.encoding;

import org.wasmi.encoding.FrameShape;
import org.wasmi.encoding.HandlerTable;
import org.wasmi.encoding.Label;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.Patch;

/**
 * A call of a method of {@link org.wasmi.encoding.InstructionEncoder}. Labels and patches have the numbers that the
 * encoder gave them, in the order of creation.
 */
public sealed interface EncoderCall {

    /**
     * {@code begin}.
     *
     * @param op the instruction
     */
    record Begin(Op op) implements EncoderCall {}

    /**
     * {@code operand}.
     *
     * @param value the operand
     */
    record Operand(int value) implements EncoderCall {}

    /**
     * {@code wide}.
     *
     * @param value the operand
     */
    record Wide(long value) implements EncoderCall {}

    /**
     * {@code branch}.
     *
     * @param target the label
     */
    record Branch(Label target) implements EncoderCall {}

    /**
     * {@code patch}.
     *
     * @param made the patch that was returned
     */
    record NewPatch(Patch made) implements EncoderCall {}

    /**
     * {@code set}.
     *
     * @param patch the patch
     * @param value its value
     */
    record Set(Patch patch, int value) implements EncoderCall {}

    /**
     * {@code newLabel}.
     *
     * @param made the label that was returned
     */
    record NewLabel(Label made) implements EncoderCall {}

    /**
     * {@code bind}.
     *
     * @param label the label
     */
    record Bind(Label label) implements EncoderCall {}

    /**
     * {@code source}.
     *
     * @param byteOffset the place, in bytes from the start of the module
     */
    record Source(int byteOffset) implements EncoderCall {}

    /**
     * {@code handler}.
     *
     * @param clause what it catches
     * @param from the first instruction of the range
     * @param to the first instruction behind the range
     * @param tag the index of the tag
     * @param target the instruction to go on at
     * @param slot the first of the slots for what the clause puts there
     */
    record Handler(HandlerTable.Clause clause, Label from, Label to, int tag, Label target, int slot)
            implements EncoderCall {}

    /**
     * {@code finish}.
     *
     * @param frame what the code expects of its frame
     */
    record Finish(FrameShape frame) implements EncoderCall {}
}
