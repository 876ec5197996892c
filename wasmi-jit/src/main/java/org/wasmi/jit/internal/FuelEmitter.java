package org.wasmi.jit.internal;

import static org.objectweb.asm.Opcodes.*;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.wasmi.encoding.Op;

/** Writes how a method of metered code pays: the fuel is in a local, and given to the context before others ask. */
final class FuelEmitter {
    /** Larger amounts of fuel are always the machine's to take. */
    private static final int MAX_INT_FUEL = 1 << 24;

    private final BodyEmitter body;
    private final MethodVisitor out;
    private final Payments payments;
    private final List<Runnable> refills = new ArrayList<>();
    private final List<Runnable> exactly = new ArrayList<>();

    /** The fuel that is left; negative while the context has it. */
    private int fuel;

    /** What is left once something has been charged. */
    private int afterCharge;

    FuelEmitter(BodyEmitter body, Payments payments) {
        this.body = body;
        this.out = body.out();
        this.payments = payments;
    }

    /** Has a block have another label if it looks for fuel where a loop begins. */
    void addLabel(Block block) {
        if (body.shape().metered() && block.beginsLoop && Payments.pays(body.analysis(), block)) {
            Insn insn = body.analysis().insn(block.first);
            if (payments.needed(insn) > 0 && Payments.amount(insn) <= MAX_INT_FUEL) {
                body.labels().addAgain(block);
            }
        }
    }

    /** Adds the locals, and sets them. */
    void addLocals() {
        if (body.shape().metered()) {
            fuel = body.locals().add(INTEGER);
            afterCharge = body.locals().add(INTEGER);
            read();
            out.visitInsn(ICONST_0);
            out.visitVarInsn(ISTORE, afterCharge);
        }
    }

    /** Pushes the fuel that is left, or a negative number while the context has it. */
    void push() {
        out.visitVarInsn(ILOAD, fuel);
    }

    /** Writes how the machine pays, out of the way. */
    void writeRefills() {
        refills.forEach(Runnable::run);
    }

    /** Writes how frames go on in code that looks each time; outside of what catches exceptions. */
    void writeExact() {
        exactly.forEach(Runnable::run);
    }

    /** Takes the fuel over from the context. */
    void read() {
        if (body.shape().metered()) {
            Insn current = body.current();
            if (current != null && !Payments.mayChangeFuel(current)) {
                throw new IllegalStateException("payments do not know that fuel changes: " + current.op);
            }
            out.visitVarInsn(ALOAD, BodyEmitter.CONTEXT);
            out.visitFieldInsn(GETFIELD, Names.CONTEXT, "fuel", "I");
            out.visitVarInsn(ISTORE, fuel);
        }
    }

    /** Gives the fuel to the context, before anything else may ask for it. */
    void write() {
        if (body.shape().metered()) {
            out.visitVarInsn(ALOAD, BodyEmitter.CONTEXT);
            out.visitVarInsn(ILOAD, fuel);
            out.visitFieldInsn(PUTFIELD, Names.CONTEXT, "fuel", "I");
            forget();
        }
    }

    /** A negative number is nothing that the context would take for what is left, if an exception is thrown. */
    private void forget() {
        out.visitInsn(ICONST_M1);
        out.visitVarInsn(ISTORE, fuel);
    }

    /**
     * Takes fuel, where the block being emitted begins. Where there is too little, the machine pays, out of the way. A
     * loop then looks again from outside of it, so that for C2 it is a loop without a call.
     */
    void consume(Block block, Insn insn) {
        long needed = payments.needed(insn);
        long amount = Payments.amount(insn);
        Label retry = body.labels().again(block);
        Label after = new Label();
        if (needed > 0) {
            Label refill = new Label();
            if (amount > MAX_INT_FUEL) {
                out.visitJumpInsn(GOTO, refill);
            } else {
                out.visitVarInsn(ILOAD, fuel);
                Constants.push(out, (int) Math.min(needed, Integer.MAX_VALUE));
                out.visitJumpInsn(IF_ICMPLT, refill);
            }
            refills.add(() -> refill(block, insn, refill, retry != null ? retry : after));
        }
        if (amount <= MAX_INT_FUEL) {
            add((int) -amount);
        }
        if (needed > 0 && retry == null) {
            body.place(after);
        }
        Label entry = body.labels().paid(block);
        if (entry != null) {
            body.place(entry);
        }
    }

    private void add(int amount) {
        if (amount == (short) amount) {
            out.visitIincInsn(fuel, amount);
        } else {
            out.visitVarInsn(ILOAD, fuel);
            Constants.push(out, amount);
            out.visitInsn(IADD);
            out.visitVarInsn(ISTORE, fuel);
        }
    }

    private void refill(Block block, Insn insn, Label here, Label goOn) {
        boolean ahead = payments.looksAhead(insn);
        body.place(here);
        body.line(insn);
        out.visitVarInsn(ALOAD, BodyEmitter.CONTEXT);
        out.visitVarInsn(ILOAD, fuel);
        Constants.push(out, insn.operands[0]);
        if (body.form().suspends) {
            Label start = new Label();
            Label end = new Label();
            Constants.push(out, insn.end);
            body.slots().index(body.analysis().slots);
            out.visitVarInsn(ILOAD, BodyEmitter.LEVEL);
            body.savePosition(insn);
            forget();
            out.visitLabel(start);
            out.visitMethodInsn(INVOKEVIRTUAL, Names.CONTEXT, "consumeFuelOrLeave", "(IIIII)I", false);
            out.visitLabel(end);
            body.leavePoints().cover(out, block, insn, start, end);
        } else {
            Constants.push(out, ahead ? (int) (payments.needed(insn) - Payments.amount(insn)) : 0);
            Constants.push(out, insn.end);
            forget();
            out.visitMethodInsn(INVOKEVIRTUAL, Names.CONTEXT, "consumeFuel", "(IIII)I", false);
        }
        out.visitVarInsn(ISTORE, fuel);
        if (ahead) {
            Label exact = new Label();
            out.visitVarInsn(ILOAD, fuel);
            out.visitJumpInsn(IFLT, exact);
            exactly.add(() -> exactly(block, insn, exact));
        }
        if (body.labels().again(block) != null) { // where it is taken once more
            add(insn.operands[0]);
        }
        out.visitJumpInsn(GOTO, goOn);
    }

    /** Has the frame go on to its end in code that looks each time; outside of what catches exceptions of the frame. */
    private void exactly(Block block, Insn insn, Label here) {
        body.place(here);
        body.slots().spillLive(block);
        out.visitVarInsn(ALOAD, BodyEmitter.CONTEXT);
        Constants.push(out, body.function());
        Constants.push(out, insn.at);
        out.visitVarInsn(ILOAD, BodyEmitter.FRAME_POINTER);
        out.visitVarInsn(ILOAD, BodyEmitter.LEVEL);
        out.visitMethodInsn(INVOKEVIRTUAL, Names.CONTEXT, "goOnExactly", "(IIII)V", false);
        body.exits().leave();
    }

    /**
     * Charges what the next payment is to include. That is taken here if both are there, otherwise the machine notes
     * it.
     */
    void charge(Insn insn) {
        Label done = new Label();
        Label note = new Label();
        Insn payment = body.analysis().insn(body.analysis().blockAt(insn.end).first);
        body.use(insn, 0, Kind.INT);
        Constants.push(out, insn.operands[1]);
        out.visitMethodInsn(INVOKESTATIC, Names.ACCESS, "charge", "(II)I", false);
        out.visitVarInsn(ILOAD, fuel);
        out.visitInsn(SWAP);
        out.visitInsn(ISUB);
        out.visitInsn(DUP);
        out.visitVarInsn(ISTORE, afterCharge);
        Constants.push(out, (int) Math.min(Math.max(payments.needed(payment), Payments.amount(payment)), 1 << 30));
        out.visitJumpInsn(IF_ICMPLT, note);
        out.visitVarInsn(ILOAD, afterCharge);
        out.visitVarInsn(ISTORE, fuel);
        out.visitJumpInsn(GOTO, done);
        body.place(note);
        body.generic(insn);
        body.place(done);
    }

    /** {@return whether an instruction charges the payment behind it} */
    boolean isCharge(Insn insn) {
        return insn.op == Op.CHARGE_FUEL
                && body.shape().metered()
                && body.analysis().insn(body.analysis().blockAt(insn.end).first).op == Op.CONSUME_FUEL;
    }
}
