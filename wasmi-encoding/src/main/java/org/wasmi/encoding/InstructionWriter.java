package org.wasmi.encoding;

import java.util.Objects;

/**
 * Writes instructions through an {@link InstructionEncoder}, with one method for each {@link Format}, named like it. So a
 * wrong number or kind of operands does not compile, and an instruction of another format ends in an {@link
 * IllegalArgumentException} that names both. The other methods are those of the encoder; so are the errors. For one code,
 * for one thread.
 */
public final class InstructionWriter {
    private final InstructionEncoder encoder;

    /**
     * Makes a writer.
     *
     * @param encoder what the instructions go to; it may be used directly as well, between whole instructions
     */
    public InstructionWriter(InstructionEncoder encoder) {
        this.encoder = Objects.requireNonNull(encoder, "encoder");
    }

    /**
     * No operands.
     *
     * @param op an instruction of format {@link Format#NONE}
     */
    public void none(Op op) {
        begin(op, Format.NONE);
    }

    /**
     * One slot.
     *
     * @param op an instruction of format {@link Format#S}
     * @param slot the slot that is read
     */
    public void s(Op op, int slot) {
        begin(op, Format.S);
        encoder.operand(slot);
    }

    /**
     * One result.
     *
     * @param op an instruction of format {@link Format#R}
     * @param result the slot that is written
     */
    public void r(Op op, int result) {
        begin(op, Format.R);
        encoder.operand(result);
    }

    /**
     * One immediate.
     *
     * @param op an instruction of format {@link Format#I}
     * @param value the immediate
     */
    public void i(Op op, int value) {
        begin(op, Format.I);
        encoder.operand(value);
    }

    /**
     * One immediate, set later.
     *
     * @param op an instruction of format {@link Format#I}
     * @return what to set the immediate by
     */
    public Patch i(Op op) {
        begin(op, Format.I);
        return encoder.patch();
    }

    /**
     * One index.
     *
     * @param op an instruction of format {@link Format#X}
     * @param index the index
     */
    public void x(Op op, int index) {
        begin(op, Format.X);
        encoder.operand(index);
    }

    /**
     * Consecutive slots.
     *
     * @param op an instruction of format {@link Format#SC}
     * @param first the first slot that is read
     * @param count the number of slots
     */
    public void sc(Op op, int first, int count) {
        begin(op, Format.SC);
        encoder.operand(first);
        encoder.operand(count);
    }

    /**
     * Unary.
     *
     * @param op an instruction of format {@link Format#RS}
     * @param result the slot that is written
     * @param slot the slot that is read
     */
    public void rs(Op op, int result, int slot) {
        begin(op, Format.RS);
        encoder.operand(result);
        encoder.operand(slot);
    }

    /**
     * Constant of 32 bits.
     *
     * @param op an instruction of format {@link Format#RI}
     * @param result the slot that is written
     * @param value the immediate
     */
    public void ri(Op op, int result, int value) {
        begin(op, Format.RI);
        encoder.operand(result);
        encoder.operand(value);
    }

    /**
     * Constant of 64 bits.
     *
     * @param op an instruction of format {@link Format#RL}
     * @param result the slot that is written
     * @param value the immediate
     */
    public void rl(Op op, int result, long value) {
        begin(op, Format.RL);
        encoder.operand(result);
        encoder.wide(value);
    }

    /**
     * Something indexed to a slot.
     *
     * @param op an instruction of format {@link Format#RX}
     * @param result the slot that is written
     * @param index the index
     */
    public void rx(Op op, int result, int index) {
        begin(op, Format.RX);
        encoder.operand(result);
        encoder.operand(index);
    }

    /**
     * A slot to something indexed.
     *
     * @param op an instruction of format {@link Format#XS}
     * @param index the index
     * @param slot the slot that is read
     */
    public void xs(Op op, int index, int slot) {
        begin(op, Format.XS);
        encoder.operand(index);
        encoder.operand(slot);
    }

    /**
     * An immediate to something indexed.
     *
     * @param op an instruction of format {@link Format#XI}
     * @param index the index
     * @param value the immediate
     */
    public void xi(Op op, int index, int value) {
        begin(op, Format.XI);
        encoder.operand(index);
        encoder.operand(value);
    }

    /**
     * A slot at the rate of an immediate.
     *
     * @param op an instruction of format {@link Format#SI}
     * @param slot the slot
     * @param rate the immediate
     */
    public void si(Op op, int slot, int rate) {
        begin(op, Format.SI);
        encoder.operand(slot);
        encoder.operand(rate);
    }

    /**
     * Binary: slot, slot.
     *
     * @param op an instruction of format {@link Format#RSS}
     * @param result the slot that is written
     * @param a the slot of the first operand
     * @param b the slot of the second operand
     */
    public void rss(Op op, int result, int a, int b) {
        begin(op, Format.RSS);
        encoder.operand(result);
        encoder.operand(a);
        encoder.operand(b);
    }

    /**
     * Binary: slot, immediate.
     *
     * @param op an instruction of format {@link Format#RSI}
     * @param result the slot that is written
     * @param a the slot of the first operand
     * @param b the second operand
     */
    public void rsi(Op op, int result, int a, int b) {
        begin(op, Format.RSI);
        encoder.operand(result);
        encoder.operand(a);
        encoder.operand(b);
    }

    /**
     * Binary: immediate, slot.
     *
     * @param op an instruction of format {@link Format#RIS}
     * @param result the slot that is written
     * @param a the first operand
     * @param b the slot of the second operand
     */
    public void ris(Op op, int result, int a, int b) {
        begin(op, Format.RIS);
        encoder.operand(result);
        encoder.operand(a);
        encoder.operand(b);
    }

    /**
     * Binary: slot, wide immediate.
     *
     * @param op an instruction of format {@link Format#RSL}
     * @param result the slot that is written
     * @param a the slot of the first operand
     * @param b the second operand
     */
    public void rsl(Op op, int result, int a, long b) {
        begin(op, Format.RSL);
        encoder.operand(result);
        encoder.operand(a);
        encoder.wide(b);
    }

    /**
     * Binary: wide immediate, slot.
     *
     * @param op an instruction of format {@link Format#RLS}
     * @param result the slot that is written
     * @param a the first operand
     * @param b the slot of the second operand
     */
    public void rls(Op op, int result, long a, int b) {
        begin(op, Format.RLS);
        encoder.operand(result);
        encoder.wide(a);
        encoder.operand(b);
    }

    /**
     * Two slots to two consecutive slots.
     *
     * @param op an instruction of format {@link Format#DSS}
     * @param result the first of the two slots that are written
     * @param a the slot that goes to the first
     * @param b the slot that goes to the second
     */
    public void dss(Op op, int result, int a, int b) {
        begin(op, Format.DSS);
        encoder.operand(result);
        encoder.operand(a);
        encoder.operand(b);
    }

    /**
     * Consecutive slots to consecutive slots.
     *
     * @param op an instruction of format {@link Format#RSC}
     * @param result the first slot that is written
     * @param first the first slot that is read
     * @param count the number of slots
     */
    public void rsc(Op op, int result, int first, int count) {
        begin(op, Format.RSC);
        encoder.operand(result);
        encoder.operand(first);
        encoder.operand(count);
    }

    /**
     * Choice.
     *
     * @param op an instruction of format {@link Format#RSSS}
     * @param result the slot that is written
     * @param ifTrue the slot of the value if true
     * @param ifFalse the slot of the value if false
     * @param condition the slot of the condition
     */
    public void rsss(Op op, int result, int ifTrue, int ifFalse, int condition) {
        begin(op, Format.RSSS);
        encoder.operand(result);
        encoder.operand(ifTrue);
        encoder.operand(ifFalse);
        encoder.operand(condition);
    }

    /**
     * Choice by comparison.
     *
     * @param op an instruction of format {@link Format#RSSSS}
     * @param result the slot that is written
     * @param ifTrue the slot of the value if true
     * @param ifFalse the slot of the value if false
     * @param a the slot of the first operand
     * @param b the slot of the second operand
     */
    public void rssss(Op op, int result, int ifTrue, int ifFalse, int a, int b) {
        begin(op, Format.RSSSS);
        encoder.operand(result);
        encoder.operand(ifTrue);
        encoder.operand(ifFalse);
        encoder.operand(a);
        encoder.operand(b);
    }

    /**
     * Choice by comparison with an immediate.
     *
     * @param op an instruction of format {@link Format#RSSSI}
     * @param result the slot that is written
     * @param ifTrue the slot of the value if true
     * @param ifFalse the slot of the value if false
     * @param a the slot of the first operand
     * @param b the second operand
     */
    public void rsssi(Op op, int result, int ifTrue, int ifFalse, int a, int b) {
        begin(op, Format.RSSSI);
        encoder.operand(result);
        encoder.operand(ifTrue);
        encoder.operand(ifFalse);
        encoder.operand(a);
        encoder.operand(b);
    }

    /**
     * Branch.
     *
     * @param op an instruction of format {@link Format#B}
     * @param target the target
     */
    public void b(Op op, Label target) {
        begin(op, Format.B);
        encoder.branch(target);
    }

    /**
     * Branch by the value of a slot.
     *
     * @param op an instruction of format {@link Format#BS}
     * @param target the target
     * @param condition the slot of the condition
     */
    public void bs(Op op, Label target, int condition) {
        begin(op, Format.BS);
        encoder.branch(target);
        encoder.operand(condition);
    }

    /**
     * Branch by comparison.
     *
     * @param op an instruction of format {@link Format#BSS}
     * @param target the target
     * @param a the slot of the first operand
     * @param b the slot of the second operand
     */
    public void bss(Op op, Label target, int a, int b) {
        begin(op, Format.BSS);
        encoder.branch(target);
        encoder.operand(a);
        encoder.operand(b);
    }

    /**
     * Branch by comparison with an immediate.
     *
     * @param op an instruction of format {@link Format#BSI}
     * @param target the target
     * @param a the slot of the first operand
     * @param b the second operand
     */
    public void bsi(Op op, Label target, int a, int b) {
        begin(op, Format.BSI);
        encoder.branch(target);
        encoder.operand(a);
        encoder.operand(b);
    }

    /**
     * Branch by a table of targets.
     *
     * @param op an instruction of format {@link Format#ST}
     * @param slot the slot of the index
     * @param targets the targets, at least one; the last is the default
     */
    public void st(Op op, int slot, Label... targets) {
        begin(op, Format.ST);
        encoder.operand(slot);
        encoder.operand(targets.length);
        for (Label each : targets) {
            encoder.branch(each);
        }
    }

    /**
     * Load from memory 0.
     *
     * @param op an instruction of format {@link Format#RSO}
     * @param result the slot that is written
     * @param address the slot of the address
     * @param offset the offset, unsigned
     */
    public void rso(Op op, int result, int address, int offset) {
        begin(op, Format.RSO);
        encoder.operand(result);
        encoder.operand(address);
        encoder.operand(offset);
    }

    /**
     * Store to memory 0.
     *
     * @param op an instruction of format {@link Format#SOS}
     * @param address the slot of the address
     * @param offset the offset, unsigned
     * @param value the slot of the value
     */
    public void sos(Op op, int address, int offset, int value) {
        begin(op, Format.SOS);
        encoder.operand(address);
        encoder.operand(offset);
        encoder.operand(value);
    }

    /**
     * Store of an immediate to memory 0.
     *
     * @param op an instruction of format {@link Format#SOI}
     * @param address the slot of the address
     * @param offset the offset, unsigned
     * @param value the immediate
     */
    public void soi(Op op, int address, int offset, int value) {
        begin(op, Format.SOI);
        encoder.operand(address);
        encoder.operand(offset);
        encoder.operand(value);
    }

    /**
     * Load from any memory.
     *
     * @param op an instruction of format {@link Format#RSPX}
     * @param result the slot that is written
     * @param address the slot of the address
     * @param offset the offset, unsigned
     * @param memory the index of the memory
     */
    public void rspx(Op op, int result, int address, long offset, int memory) {
        begin(op, Format.RSPX);
        encoder.operand(result);
        encoder.operand(address);
        encoder.wide(offset);
        encoder.operand(memory);
    }

    /**
     * Store to any memory.
     *
     * @param op an instruction of format {@link Format#SPSX}
     * @param address the slot of the address
     * @param offset the offset, unsigned
     * @param value the slot of the value
     * @param memory the index of the memory
     */
    public void spsx(Op op, int address, long offset, int value, int memory) {
        begin(op, Format.SPSX);
        encoder.operand(address);
        encoder.wide(offset);
        encoder.operand(value);
        encoder.operand(memory);
    }

    /**
     * Call.
     *
     * @param op an instruction of format {@link Format#XF}
     * @param function the index of the function
     * @param frame the first slot of the callee's frame
     */
    public void xf(Op op, int function, int frame) {
        begin(op, Format.XF);
        encoder.operand(function);
        encoder.operand(frame);
    }

    /**
     * Indirect call.
     *
     * @param op an instruction of format {@link Format#XXSF}
     * @param type the index of the type
     * @param table the index of the table
     * @param element the slot of the index in the table
     * @param frame the first slot of the callee's frame
     */
    public void xxsf(Op op, int type, int table, int element, int frame) {
        begin(op, Format.XXSF);
        encoder.operand(type);
        encoder.operand(table);
        encoder.operand(element);
        encoder.operand(frame);
    }

    /**
     * Something indexed at a slot, to a slot.
     *
     * @param op an instruction of format {@link Format#RXS}
     * @param result the slot that is written
     * @param index the index
     * @param slot the slot that is read
     */
    public void rxs(Op op, int result, int index, int slot) {
        begin(op, Format.RXS);
        encoder.operand(result);
        encoder.operand(index);
        encoder.operand(slot);
    }

    /**
     * A slot to something indexed, at a slot.
     *
     * @param op an instruction of format {@link Format#XSS}
     * @param index the index
     * @param at the slot of the place
     * @param value the slot of the value
     */
    public void xss(Op op, int index, int at, int value) {
        begin(op, Format.XSS);
        encoder.operand(index);
        encoder.operand(at);
        encoder.operand(value);
    }

    /**
     * Growth of something indexed.
     *
     * @param op an instruction of format {@link Format#RXSS}
     * @param result the slot that is written
     * @param index the index
     * @param value the slot of the new elements' value
     * @param count the slot of their number
     */
    public void rxss(Op op, int result, int index, int value, int count) {
        begin(op, Format.RXSS);
        encoder.operand(result);
        encoder.operand(index);
        encoder.operand(value);
        encoder.operand(count);
    }

    /**
     * Fill.
     *
     * @param op an instruction of format {@link Format#XSSS}
     * @param index the index
     * @param at the slot of the first place
     * @param value the slot of the value
     * @param count the slot of the number
     */
    public void xsss(Op op, int index, int at, int value, int count) {
        begin(op, Format.XSSS);
        encoder.operand(index);
        encoder.operand(at);
        encoder.operand(value);
        encoder.operand(count);
    }

    /**
     * Bulk copy.
     *
     * @param op an instruction of format {@link Format#XXSSS}
     * @param target the index of what is written
     * @param source the index of what is read
     * @param to the slot of the first place written
     * @param from the slot of the first place read
     * @param count the slot of the number
     */
    public void xxsss(Op op, int target, int source, int to, int from, int count) {
        begin(op, Format.XXSSS);
        encoder.operand(target);
        encoder.operand(source);
        encoder.operand(to);
        encoder.operand(from);
        encoder.operand(count);
    }

    /** Sets the value of an immediate, as {@link InstructionEncoder#set} does. */
    public void set(Patch patch, int value) {
        encoder.set(patch, value);
    }

    /** {@return a new label, not yet bound} */
    public Label newLabel() {
        return encoder.newLabel();
    }

    /** Binds a label to the place of the next instruction. */
    public void bind(Label label) {
        encoder.bind(label);
    }

    /** Says where the instructions from here on come from, as {@link InstructionEncoder#source} does. */
    public void source(int byteOffset) {
        encoder.source(byteOffset);
    }

    /** {@return the code, as {@link InstructionEncoder#finish} does} */
    public Code finish(FrameShape frame) {
        return encoder.finish(frame);
    }

    private void begin(Op op, Format format) {
        format.require(op);
        encoder.begin(op);
    }
}
