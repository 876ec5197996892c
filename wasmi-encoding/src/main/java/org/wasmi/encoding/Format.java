package org.wasmi.encoding;

import static org.wasmi.encoding.OperandKind.BRANCH;
import static org.wasmi.encoding.OperandKind.COUNT;
import static org.wasmi.encoding.OperandKind.FRAME;
import static org.wasmi.encoding.OperandKind.IMM32;
import static org.wasmi.encoding.OperandKind.IMM64;
import static org.wasmi.encoding.OperandKind.INDEX;
import static org.wasmi.encoding.OperandKind.LANE;
import static org.wasmi.encoding.OperandKind.OFFSET32;
import static org.wasmi.encoding.OperandKind.OFFSET64;
import static org.wasmi.encoding.OperandKind.RESULT;
import static org.wasmi.encoding.OperandKind.RESULT_PAIR;
import static org.wasmi.encoding.OperandKind.RESULT_SPAN;
import static org.wasmi.encoding.OperandKind.SLOT;
import static org.wasmi.encoding.OperandKind.SLOT_SPAN;
import static org.wasmi.encoding.OperandKind.TARGETS;

import java.util.List;

/**
 * The shape of an instruction: its operands in order. A format's name has a letter for each: {@code R} result, {@code
 * D} pair of results, {@code S} slot, {@code A} slot of a 64-bit address, {@code F} callee's frame, {@code I} 32-bit
 * and {@code L} 64-bit immediate, {@code O} 32-bit and {@code P} 64-bit offset, {@code C} count, {@code N} lane, {@code
 * X} index, {@code B} branch, {@code T} targets.
 */
@SuppressWarnings("ImmutableEnumChecker") // the list is unmodifiable
public enum Format {
    /** No operands. */
    NONE(""),
    /** One slot. */
    S("", SLOT),
    /** One result. */
    R("", RESULT),
    /** One immediate. */
    I("", IMM32),
    /** One index. */
    X("", INDEX),
    /** Consecutive slots. */
    SC("", SLOT_SPAN, COUNT),
    /** Consecutive slots to an indexed object. */
    XSC("", INDEX, SLOT_SPAN, COUNT),
    /** Unary operator: slot. */
    RS("", RESULT, SLOT),
    /** Constant of 32 bits. */
    RI("", RESULT, IMM32),
    /** Constant of 64 bits. */
    RL("", RESULT, IMM64),
    /** An indexed object to a slot. */
    RX("", RESULT, INDEX),
    /** A slot to an indexed object. */
    XS("", INDEX, SLOT),
    /** An immediate to an indexed object. */
    XI("", INDEX, IMM32),
    /** A slot, and an immediate as its rate. */
    SI("", SLOT, IMM32),
    /** Binary operator, or load from memory 0 at a sum: slot, slot. */
    RSS("_ss", RESULT, SLOT, SLOT),
    /** Binary operator, or load from memory 0 at a sum: slot, immediate. */
    RSI("_si", RESULT, SLOT, IMM32),
    /** Binary operator: immediate, slot. */
    RIS("_is", RESULT, IMM32, SLOT),
    /** Binary operator: slot, wide immediate. */
    RSL("_si", RESULT, SLOT, IMM64),
    /** Binary operator: wide immediate, slot. */
    RLS("_is", RESULT, IMM64, SLOT),
    /** Ternary operator, or load from memory 0 at a sum with a shifted number: slot, slot, immediate. */
    RSSI("_ssi", RESULT, SLOT, SLOT, IMM32),
    /** Ternary operator, or load from memory 0 at a sum with a shifted number: immediate, slot, immediate. */
    RISI("_isi", RESULT, IMM32, SLOT, IMM32),
    /** Two slots to two consecutive slots; both are read before one is written. */
    DSS("", RESULT_PAIR, SLOT, SLOT),
    /** Consecutive slots to consecutive slots, which may overlap. */
    RSC("", RESULT_SPAN, SLOT_SPAN, COUNT),
    /** Choice: the value if true, the value if false, the condition. Ternary operator: three slots. */
    RSSS("", RESULT, SLOT, SLOT, SLOT),
    /** Choice by comparison: the value if true, the value if false, then what is compared. */
    RSSSS("_ss", RESULT, SLOT, SLOT, SLOT, SLOT),
    /** Choice by comparison with an immediate. */
    RSSSI("_si", RESULT, SLOT, SLOT, SLOT, IMM32),
    /** Branch. */
    B("", BRANCH),
    /** Branch by the value of a slot. */
    BS("", BRANCH, SLOT),
    /** Branch by comparison. */
    BSS("_ss", BRANCH, SLOT, SLOT),
    /** Branch by comparison with an immediate. */
    BSI("_si", BRANCH, SLOT, IMM32),
    /** Branch by a table of targets. */
    ST("", SLOT, TARGETS),
    /** Constant of 128 bits: the lower half, the higher half. */
    RLL("", RESULT, IMM64, IMM64),
    /** Bytes of two vectors: their numbers for the lower half of the result, then for the higher half, a byte each. */
    RSSLL("", RESULT, SLOT, SLOT, IMM64, IMM64),
    /** A lane of a vector. */
    RSN("", RESULT, SLOT, LANE),
    /** A vector with another value of a lane. */
    RSSN("", RESULT, SLOT, SLOT, LANE),
    /** Load from memory 0 or a structure: result, address or structure, offset or position of the field. */
    RSO("", RESULT, SLOT, OFFSET32),
    /** Store to memory 0 or a structure: address or structure, offset or position of the field, value. */
    SOS("_s", SLOT, OFFSET32, SLOT),
    /**
     * Store of an immediate to memory 0 or a structure: address or structure, offset or position of the field, value.
     */
    SOI("_i", SLOT, OFFSET32, IMM32),
    /** Load of a lane from memory 0: result, address, offset, vector, lane. */
    RSOSN("", RESULT, SLOT, OFFSET32, SLOT, LANE),
    /** Store of a lane to memory 0: address, offset, vector, lane. */
    SOSN("", SLOT, OFFSET32, SLOT, LANE),
    /** Load from any memory: result, address, offset, memory. */
    RSPX("_m", RESULT, SLOT, OFFSET64, INDEX),
    /** Store to any memory: address, offset, value, memory. */
    SPSX("_m", SLOT, OFFSET64, SLOT, INDEX),
    /** Load of a lane from any memory: result, address, offset, vector, lane, memory. */
    RSPSNX("_m", RESULT, SLOT, OFFSET64, SLOT, LANE, INDEX),
    /** Store of a lane to any memory: address, offset, vector, lane, memory. */
    SPSNX("_m", SLOT, OFFSET64, SLOT, LANE, INDEX),
    /** Access to any memory with one more operand: result, address, offset, value, memory. */
    RSPSX("_m", RESULT, SLOT, OFFSET64, SLOT, INDEX),
    /** Access to any memory with two more operands: result, address, offset, values, memory. */
    RSPSSX("_m", RESULT, SLOT, OFFSET64, SLOT, SLOT, INDEX),
    /** Load from any memory with 64-bit addresses: result, address, offset, memory. */
    RAPX("_m64", RESULT, SLOT, OFFSET64, INDEX),
    /** Store to any memory with 64-bit addresses: address, offset, value, memory. */
    APSX("_m64", SLOT, OFFSET64, SLOT, INDEX),
    /** Load of a lane from any memory with 64-bit addresses: result, address, offset, vector, lane, memory. */
    RAPSNX("_m64", RESULT, SLOT, OFFSET64, SLOT, LANE, INDEX),
    /** Store of a lane to any memory with 64-bit addresses: address, offset, vector, lane, memory. */
    APSNX("_m64", SLOT, OFFSET64, SLOT, LANE, INDEX),
    /** Four slots to two consecutive slots; all are read before one is written. */
    DSSSS("", RESULT_PAIR, SLOT, SLOT, SLOT, SLOT),
    /** Call: function, frame. */
    XF("", INDEX, FRAME),
    /** Indirect call: type, table, element, frame. */
    XXSF("", INDEX, INDEX, SLOT, FRAME),
    /** An element of an indexed object, at the index in a slot, to a slot. */
    RXS("", RESULT, INDEX, SLOT),
    /** A slot to an element of an indexed object, at the index in a slot. */
    XSS("", INDEX, SLOT, SLOT),
    /** Growth of an indexed object: result, index, the new elements' value, their number. */
    RXSS("", RESULT, INDEX, SLOT, SLOT),
    /** Fill: index of the object, first element, value, number of elements. */
    XSSS("", INDEX, SLOT, SLOT, SLOT),
    /**
     * Bulk copy: target's index, source's index, position in the target, position in the source, number of elements.
     */
    XXSSS("", INDEX, INDEX, SLOT, SLOT, SLOT),
    /** Test or cast: result, reference, type, whether it may be null (1) or not (0). */
    RSXI("", RESULT, SLOT, INDEX, IMM32),
    /** Test or cast: result, reference, the code of an abstract heap type, whether it may be null (1) or not (0). */
    RSII("", RESULT, SLOT, IMM32, IMM32),
    /** Branch by cast: target, reference, type, whether it may be null (1) or not (0). */
    BSXI("", BRANCH, SLOT, INDEX, IMM32),
    /** Branch by cast: target, reference, the code of an abstract heap type, whether it may be null (1) or not (0). */
    BSII("", BRANCH, SLOT, IMM32, IMM32),
    /** Call of a reference: type, function, frame. */
    XSF("", INDEX, SLOT, FRAME),
    /** An object of an indexed type, made of consecutive slots. */
    RXSC("", RESULT, INDEX, SLOT_SPAN, COUNT),
    /** An object of an indexed type, made of an indexed segment: position in the segment, number of elements. */
    RXXSS("", RESULT, INDEX, INDEX, SLOT, SLOT),
    /** A slot to an array: array, index, value. */
    SSS("", SLOT, SLOT, SLOT),
    /** Fill of an array: array, first element, value, number of elements. */
    SSSS("", SLOT, SLOT, SLOT, SLOT),
    /** Copy of elements: target array, position in it, source array, position in it, number of elements. */
    SSSSS("", SLOT, SLOT, SLOT, SLOT, SLOT),
    /**
     * Copy of an indexed segment to an array: segment, array, position in the array, position in the segment, number of
     * elements.
     */
    XSSSS("", INDEX, SLOT, SLOT, SLOT, SLOT);

    private final String suffix;
    private final List<OperandKind> operands;
    private final int[] wordOf;
    private final int words;

    Format(String suffix, OperandKind... operands) {
        this.suffix = suffix;
        this.operands = List.of(operands);
        wordOf = new int[operands.length];
        int word = 1;
        for (int i = 0; i < operands.length; i++) {
            wordOf[i] = word;
            word += operands[i].words();
        }
        words = word;
    }

    /** {@return the suffix of mnemonics of this format} */
    public String suffix() {
        return suffix;
    }

    /** {@return the operands, in order} */
    public List<OperandKind> operands() {
        return operands;
    }

    /** {@return the length of an instruction in words of canonical code, without the targets of a {@code br_table}} */
    public int words() {
        return words;
    }

    /**
     * {@return the offset of an operand, in words from the start of the instruction}
     *
     * @throws IndexOutOfBoundsException if there is no such operand
     */
    public int wordOf(int operand) {
        return wordOf[operand];
    }

    /** {@return whether the last operand is a table of targets, so that the length of an instruction varies} */
    public boolean hasTargets() {
        return operands.contains(TARGETS);
    }

    /**
     * Ensures that an instruction has this format.
     *
     * @throws IllegalArgumentException if not; the message names both
     */
    public void require(Op op) {
        if (op.format() != this) {
            throw new IllegalArgumentException(op + " has the format " + op.format() + ", not " + this);
        }
    }
}
