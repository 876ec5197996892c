package org.wasmi.encoding;

import java.util.List;
import java.util.function.IntFunction;

/**
 * An instruction as an object, for those who want to look at code rather than run it: one record for each {@link Format},
 * named like it. Branch targets are indices into the list of instructions that a code is made of. {@link Instructions}
 * converts between such lists and code.
 *
 * <p>The records refuse an instruction of another format with an {@link IllegalArgumentException} that names both. They are
 * a table, hence the length of this file.
 */
public sealed interface Instruction {

    /** {@return which instruction it is} */
    Op op();

    /**
     * Writes the instruction.
     *
     * @param writer where to
     * @param labels gives the label for the index of a target
     */
    void writeTo(InstructionWriter writer, IntFunction<Label> labels);

    /**
     * No operands.
     *
     * @param op the instruction
     */
    record None(Op op) implements Instruction {
        /** Refuses instructions of another format. */
        public None {
            Format.NONE.require(op);
        }

        @Override
        public void writeTo(InstructionWriter writer, IntFunction<Label> labels) {
            writer.none(op);
        }
    }

    /**
     * One slot.
     *
     * @param op the instruction
     * @param slot the slot that is read
     */
    record S(Op op, int slot) implements Instruction {
        /** Refuses instructions of another format. */
        public S {
            Format.S.require(op);
        }

        @Override
        public void writeTo(InstructionWriter writer, IntFunction<Label> labels) {
            writer.s(op, slot);
        }
    }

    /**
     * One result.
     *
     * @param op the instruction
     * @param result the slot that is written
     */
    record R(Op op, int result) implements Instruction {
        /** Refuses instructions of another format. */
        public R {
            Format.R.require(op);
        }

        @Override
        public void writeTo(InstructionWriter writer, IntFunction<Label> labels) {
            writer.r(op, result);
        }
    }

    /**
     * One immediate.
     *
     * @param op the instruction
     * @param value the immediate
     */
    record I(Op op, int value) implements Instruction {
        /** Refuses instructions of another format. */
        public I {
            Format.I.require(op);
        }

        @Override
        public void writeTo(InstructionWriter writer, IntFunction<Label> labels) {
            writer.i(op, value);
        }
    }

    /**
     * One index.
     *
     * @param op the instruction
     * @param index the index
     */
    record X(Op op, int index) implements Instruction {
        /** Refuses instructions of another format. */
        public X {
            Format.X.require(op);
        }

        @Override
        public void writeTo(InstructionWriter writer, IntFunction<Label> labels) {
            writer.x(op, index);
        }
    }

    /**
     * Consecutive slots.
     *
     * @param op the instruction
     * @param first the first slot that is read
     * @param count the number of slots
     */
    record Sc(Op op, int first, int count) implements Instruction {
        /** Refuses instructions of another format. */
        public Sc {
            Format.SC.require(op);
        }

        @Override
        public void writeTo(InstructionWriter writer, IntFunction<Label> labels) {
            writer.sc(op, first, count);
        }
    }

    /**
     * Unary.
     *
     * @param op the instruction
     * @param result the slot that is written
     * @param slot the slot that is read
     */
    record Rs(Op op, int result, int slot) implements Instruction {
        /** Refuses instructions of another format. */
        public Rs {
            Format.RS.require(op);
        }

        @Override
        public void writeTo(InstructionWriter writer, IntFunction<Label> labels) {
            writer.rs(op, result, slot);
        }
    }

    /**
     * Constant of 32 bits.
     *
     * @param op the instruction
     * @param result the slot that is written
     * @param value the immediate
     */
    record Ri(Op op, int result, int value) implements Instruction {
        /** Refuses instructions of another format. */
        public Ri {
            Format.RI.require(op);
        }

        @Override
        public void writeTo(InstructionWriter writer, IntFunction<Label> labels) {
            writer.ri(op, result, value);
        }
    }

    /**
     * Constant of 64 bits.
     *
     * @param op the instruction
     * @param result the slot that is written
     * @param value the immediate
     */
    record Rl(Op op, int result, long value) implements Instruction {
        /** Refuses instructions of another format. */
        public Rl {
            Format.RL.require(op);
        }

        @Override
        public void writeTo(InstructionWriter writer, IntFunction<Label> labels) {
            writer.rl(op, result, value);
        }
    }

    /**
     * Something indexed to a slot.
     *
     * @param op the instruction
     * @param result the slot that is written
     * @param index the index
     */
    record Rx(Op op, int result, int index) implements Instruction {
        /** Refuses instructions of another format. */
        public Rx {
            Format.RX.require(op);
        }

        @Override
        public void writeTo(InstructionWriter writer, IntFunction<Label> labels) {
            writer.rx(op, result, index);
        }
    }

    /**
     * A slot to something indexed.
     *
     * @param op the instruction
     * @param index the index
     * @param slot the slot that is read
     */
    record Xs(Op op, int index, int slot) implements Instruction {
        /** Refuses instructions of another format. */
        public Xs {
            Format.XS.require(op);
        }

        @Override
        public void writeTo(InstructionWriter writer, IntFunction<Label> labels) {
            writer.xs(op, index, slot);
        }
    }

    /**
     * An immediate to something indexed.
     *
     * @param op the instruction
     * @param index the index
     * @param value the immediate
     */
    record Xi(Op op, int index, int value) implements Instruction {
        /** Refuses instructions of another format. */
        public Xi {
            Format.XI.require(op);
        }

        @Override
        public void writeTo(InstructionWriter writer, IntFunction<Label> labels) {
            writer.xi(op, index, value);
        }
    }

    /**
     * A slot at the rate of an immediate.
     *
     * @param op the instruction
     * @param slot the slot
     * @param rate the immediate
     */
    record Si(Op op, int slot, int rate) implements Instruction {
        /** Refuses instructions of another format. */
        public Si {
            Format.SI.require(op);
        }

        @Override
        public void writeTo(InstructionWriter writer, IntFunction<Label> labels) {
            writer.si(op, slot, rate);
        }
    }

    /**
     * Binary: slot, slot.
     *
     * @param op the instruction
     * @param result the slot that is written
     * @param a the slot of the first operand
     * @param b the slot of the second operand
     */
    record Rss(Op op, int result, int a, int b) implements Instruction {
        /** Refuses instructions of another format. */
        public Rss {
            Format.RSS.require(op);
        }

        @Override
        public void writeTo(InstructionWriter writer, IntFunction<Label> labels) {
            writer.rss(op, result, a, b);
        }
    }

    /**
     * Binary: slot, immediate.
     *
     * @param op the instruction
     * @param result the slot that is written
     * @param a the slot of the first operand
     * @param b the second operand
     */
    record Rsi(Op op, int result, int a, int b) implements Instruction {
        /** Refuses instructions of another format. */
        public Rsi {
            Format.RSI.require(op);
        }

        @Override
        public void writeTo(InstructionWriter writer, IntFunction<Label> labels) {
            writer.rsi(op, result, a, b);
        }
    }

    /**
     * Binary: immediate, slot.
     *
     * @param op the instruction
     * @param result the slot that is written
     * @param a the first operand
     * @param b the slot of the second operand
     */
    record Ris(Op op, int result, int a, int b) implements Instruction {
        /** Refuses instructions of another format. */
        public Ris {
            Format.RIS.require(op);
        }

        @Override
        public void writeTo(InstructionWriter writer, IntFunction<Label> labels) {
            writer.ris(op, result, a, b);
        }
    }

    /**
     * Binary: slot, wide immediate.
     *
     * @param op the instruction
     * @param result the slot that is written
     * @param a the slot of the first operand
     * @param b the second operand
     */
    record Rsl(Op op, int result, int a, long b) implements Instruction {
        /** Refuses instructions of another format. */
        public Rsl {
            Format.RSL.require(op);
        }

        @Override
        public void writeTo(InstructionWriter writer, IntFunction<Label> labels) {
            writer.rsl(op, result, a, b);
        }
    }

    /**
     * Binary: wide immediate, slot.
     *
     * @param op the instruction
     * @param result the slot that is written
     * @param a the first operand
     * @param b the slot of the second operand
     */
    record Rls(Op op, int result, long a, int b) implements Instruction {
        /** Refuses instructions of another format. */
        public Rls {
            Format.RLS.require(op);
        }

        @Override
        public void writeTo(InstructionWriter writer, IntFunction<Label> labels) {
            writer.rls(op, result, a, b);
        }
    }

    /**
     * Two slots to two consecutive slots.
     *
     * @param op the instruction
     * @param result the first of the two slots that are written
     * @param a the slot that goes to the first
     * @param b the slot that goes to the second
     */
    record Dss(Op op, int result, int a, int b) implements Instruction {
        /** Refuses instructions of another format. */
        public Dss {
            Format.DSS.require(op);
        }

        @Override
        public void writeTo(InstructionWriter writer, IntFunction<Label> labels) {
            writer.dss(op, result, a, b);
        }
    }

    /**
     * Consecutive slots to consecutive slots.
     *
     * @param op the instruction
     * @param result the first slot that is written
     * @param first the first slot that is read
     * @param count the number of slots
     */
    record Rsc(Op op, int result, int first, int count) implements Instruction {
        /** Refuses instructions of another format. */
        public Rsc {
            Format.RSC.require(op);
        }

        @Override
        public void writeTo(InstructionWriter writer, IntFunction<Label> labels) {
            writer.rsc(op, result, first, count);
        }
    }

    /**
     * Choice.
     *
     * @param op the instruction
     * @param result the slot that is written
     * @param ifTrue the slot of the value if true
     * @param ifFalse the slot of the value if false
     * @param condition the slot of the condition
     */
    record Rsss(Op op, int result, int ifTrue, int ifFalse, int condition) implements Instruction {
        /** Refuses instructions of another format. */
        public Rsss {
            Format.RSSS.require(op);
        }

        @Override
        public void writeTo(InstructionWriter writer, IntFunction<Label> labels) {
            writer.rsss(op, result, ifTrue, ifFalse, condition);
        }
    }

    /**
     * Choice by comparison.
     *
     * @param op the instruction
     * @param result the slot that is written
     * @param ifTrue the slot of the value if true
     * @param ifFalse the slot of the value if false
     * @param a the slot of the first operand
     * @param b the slot of the second operand
     */
    record Rssss(Op op, int result, int ifTrue, int ifFalse, int a, int b) implements Instruction {
        /** Refuses instructions of another format. */
        public Rssss {
            Format.RSSSS.require(op);
        }

        @Override
        public void writeTo(InstructionWriter writer, IntFunction<Label> labels) {
            writer.rssss(op, result, ifTrue, ifFalse, a, b);
        }
    }

    /**
     * Choice by comparison with an immediate.
     *
     * @param op the instruction
     * @param result the slot that is written
     * @param ifTrue the slot of the value if true
     * @param ifFalse the slot of the value if false
     * @param a the slot of the first operand
     * @param b the second operand
     */
    record Rsssi(Op op, int result, int ifTrue, int ifFalse, int a, int b) implements Instruction {
        /** Refuses instructions of another format. */
        public Rsssi {
            Format.RSSSI.require(op);
        }

        @Override
        public void writeTo(InstructionWriter writer, IntFunction<Label> labels) {
            writer.rsssi(op, result, ifTrue, ifFalse, a, b);
        }
    }

    /**
     * Branch.
     *
     * @param op the instruction
     * @param target the target, as an index into the list of instructions
     */
    record B(Op op, int target) implements Instruction {
        /** Refuses instructions of another format. */
        public B {
            Format.B.require(op);
        }

        @Override
        public void writeTo(InstructionWriter writer, IntFunction<Label> labels) {
            writer.b(op, labels.apply(target));
        }
    }

    /**
     * Branch by the value of a slot.
     *
     * @param op the instruction
     * @param target the target, as an index into the list of instructions
     * @param condition the slot of the condition
     */
    record Bs(Op op, int target, int condition) implements Instruction {
        /** Refuses instructions of another format. */
        public Bs {
            Format.BS.require(op);
        }

        @Override
        public void writeTo(InstructionWriter writer, IntFunction<Label> labels) {
            writer.bs(op, labels.apply(target), condition);
        }
    }

    /**
     * Branch by comparison.
     *
     * @param op the instruction
     * @param target the target, as an index into the list of instructions
     * @param a the slot of the first operand
     * @param b the slot of the second operand
     */
    record Bss(Op op, int target, int a, int b) implements Instruction {
        /** Refuses instructions of another format. */
        public Bss {
            Format.BSS.require(op);
        }

        @Override
        public void writeTo(InstructionWriter writer, IntFunction<Label> labels) {
            writer.bss(op, labels.apply(target), a, b);
        }
    }

    /**
     * Branch by comparison with an immediate.
     *
     * @param op the instruction
     * @param target the target, as an index into the list of instructions
     * @param a the slot of the first operand
     * @param b the second operand
     */
    record Bsi(Op op, int target, int a, int b) implements Instruction {
        /** Refuses instructions of another format. */
        public Bsi {
            Format.BSI.require(op);
        }

        @Override
        public void writeTo(InstructionWriter writer, IntFunction<Label> labels) {
            writer.bsi(op, labels.apply(target), a, b);
        }
    }

    /**
     * Branch by a table of targets.
     *
     * @param op the instruction
     * @param slot the slot of the index
     * @param targets the targets, at least one; the last is the default
     */
    record St(Op op, int slot, List<Integer> targets) implements Instruction {
        /** Refuses instructions of another format. */
        public St {
            Format.ST.require(op);
            targets = List.copyOf(targets);
        }

        @Override
        public void writeTo(InstructionWriter writer, IntFunction<Label> labels) {
            writer.st(op, slot, targets.stream().map(labels::apply).toArray(Label[]::new));
        }
    }

    /**
     * Load from memory 0.
     *
     * @param op the instruction
     * @param result the slot that is written
     * @param address the slot of the address
     * @param offset the offset, unsigned
     */
    record Rso(Op op, int result, int address, int offset) implements Instruction {
        /** Refuses instructions of another format. */
        public Rso {
            Format.RSO.require(op);
        }

        @Override
        public void writeTo(InstructionWriter writer, IntFunction<Label> labels) {
            writer.rso(op, result, address, offset);
        }
    }

    /**
     * Store to memory 0.
     *
     * @param op the instruction
     * @param address the slot of the address
     * @param offset the offset, unsigned
     * @param value the slot of the value
     */
    record Sos(Op op, int address, int offset, int value) implements Instruction {
        /** Refuses instructions of another format. */
        public Sos {
            Format.SOS.require(op);
        }

        @Override
        public void writeTo(InstructionWriter writer, IntFunction<Label> labels) {
            writer.sos(op, address, offset, value);
        }
    }

    /**
     * Store of an immediate to memory 0.
     *
     * @param op the instruction
     * @param address the slot of the address
     * @param offset the offset, unsigned
     * @param value the immediate
     */
    record Soi(Op op, int address, int offset, int value) implements Instruction {
        /** Refuses instructions of another format. */
        public Soi {
            Format.SOI.require(op);
        }

        @Override
        public void writeTo(InstructionWriter writer, IntFunction<Label> labels) {
            writer.soi(op, address, offset, value);
        }
    }

    /**
     * Load from any memory.
     *
     * @param op the instruction
     * @param result the slot that is written
     * @param address the slot of the address
     * @param offset the offset, unsigned
     * @param memory the index of the memory
     */
    record Rspx(Op op, int result, int address, long offset, int memory) implements Instruction {
        /** Refuses instructions of another format. */
        public Rspx {
            Format.RSPX.require(op);
        }

        @Override
        public void writeTo(InstructionWriter writer, IntFunction<Label> labels) {
            writer.rspx(op, result, address, offset, memory);
        }
    }

    /**
     * Store to any memory.
     *
     * @param op the instruction
     * @param address the slot of the address
     * @param offset the offset, unsigned
     * @param value the slot of the value
     * @param memory the index of the memory
     */
    record Spsx(Op op, int address, long offset, int value, int memory) implements Instruction {
        /** Refuses instructions of another format. */
        public Spsx {
            Format.SPSX.require(op);
        }

        @Override
        public void writeTo(InstructionWriter writer, IntFunction<Label> labels) {
            writer.spsx(op, address, offset, value, memory);
        }
    }

    /**
     * Call.
     *
     * @param op the instruction
     * @param function the index of the function
     * @param frame the first slot of the callee's frame
     */
    record Xf(Op op, int function, int frame) implements Instruction {
        /** Refuses instructions of another format. */
        public Xf {
            Format.XF.require(op);
        }

        @Override
        public void writeTo(InstructionWriter writer, IntFunction<Label> labels) {
            writer.xf(op, function, frame);
        }
    }

    /**
     * Indirect call.
     *
     * @param op the instruction
     * @param type the index of the type
     * @param table the index of the table
     * @param element the slot of the index in the table
     * @param frame the first slot of the callee's frame
     */
    record Xxsf(Op op, int type, int table, int element, int frame) implements Instruction {
        /** Refuses instructions of another format. */
        public Xxsf {
            Format.XXSF.require(op);
        }

        @Override
        public void writeTo(InstructionWriter writer, IntFunction<Label> labels) {
            writer.xxsf(op, type, table, element, frame);
        }
    }

    /**
     * Something indexed at a slot, to a slot.
     *
     * @param op the instruction
     * @param result the slot that is written
     * @param index the index
     * @param slot the slot that is read
     */
    record Rxs(Op op, int result, int index, int slot) implements Instruction {
        /** Refuses instructions of another format. */
        public Rxs {
            Format.RXS.require(op);
        }

        @Override
        public void writeTo(InstructionWriter writer, IntFunction<Label> labels) {
            writer.rxs(op, result, index, slot);
        }
    }

    /**
     * A slot to something indexed, at a slot.
     *
     * @param op the instruction
     * @param index the index
     * @param at the slot of the place
     * @param value the slot of the value
     */
    record Xss(Op op, int index, int at, int value) implements Instruction {
        /** Refuses instructions of another format. */
        public Xss {
            Format.XSS.require(op);
        }

        @Override
        public void writeTo(InstructionWriter writer, IntFunction<Label> labels) {
            writer.xss(op, index, at, value);
        }
    }

    /**
     * Growth of something indexed.
     *
     * @param op the instruction
     * @param result the slot that is written
     * @param index the index
     * @param value the slot of the new elements' value
     * @param count the slot of their number
     */
    record Rxss(Op op, int result, int index, int value, int count) implements Instruction {
        /** Refuses instructions of another format. */
        public Rxss {
            Format.RXSS.require(op);
        }

        @Override
        public void writeTo(InstructionWriter writer, IntFunction<Label> labels) {
            writer.rxss(op, result, index, value, count);
        }
    }

    /**
     * Fill.
     *
     * @param op the instruction
     * @param index the index
     * @param at the slot of the first place
     * @param value the slot of the value
     * @param count the slot of the number
     */
    record Xsss(Op op, int index, int at, int value, int count) implements Instruction {
        /** Refuses instructions of another format. */
        public Xsss {
            Format.XSSS.require(op);
        }

        @Override
        public void writeTo(InstructionWriter writer, IntFunction<Label> labels) {
            writer.xsss(op, index, at, value, count);
        }
    }

    /**
     * Bulk copy.
     *
     * @param op the instruction
     * @param target the index of what is written
     * @param source the index of what is read
     * @param to the slot of the first place written
     * @param from the slot of the first place read
     * @param count the slot of the number
     */
    record Xxsss(Op op, int target, int source, int to, int from, int count) implements Instruction {
        /** Refuses instructions of another format. */
        public Xxsss {
            Format.XXSSS.require(op);
        }

        @Override
        public void writeTo(InstructionWriter writer, IntFunction<Label> labels) {
            writer.xxsss(op, target, source, to, from, count);
        }
    }
}
