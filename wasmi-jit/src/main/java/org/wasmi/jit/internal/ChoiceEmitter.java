package org.wasmi.jit.internal;

import static org.objectweb.asm.Opcodes.*;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.SlotType;

/** Writes branches, and choices between values. */
final class ChoiceEmitter {
    private final BodyEmitter body;
    private final MethodVisitor out;

    ChoiceEmitter(BodyEmitter body) {
        this.body = body;
        this.out = body.out();
    }

    /** Writes a choice between two values. */
    void select(Insn insn) {
        Kind kind = body.analysis().kind(insn.defWebs[0]);
        if (insn.op.relation().isPresent() && minimum(insn, kind)) {
            return;
        }
        Label other = new Label();
        Label done = new Label();
        if (insn.op.relation().isPresent()) {
            Comparison.branch(body, insn, 2, insn.op, false, other);
        } else {
            body.use(insn, 2, Kind.INT);
            out.visitJumpInsn(IFEQ, other);
        }
        body.use(insn, 0, kind);
        body.locals().store(insn.defSlots[0], kind);
        out.visitJumpInsn(GOTO, done);
        body.place(other);
        body.use(insn, 1, kind);
        body.locals().store(insn.defSlots[0], kind);
        body.place(done);
    }

    /** {@return whether a choice is the smaller or larger of what it compares, and is written so} */
    private boolean minimum(Insn insn, Kind kind) {
        boolean ints = insn.op.inputs().get(2) == SlotType.I32 && kind == Kind.INT;
        boolean longs = insn.op.inputs().get(2) == SlotType.I64 && kind == Kind.LONG;
        if (insn.useSlots.length != 4 || !(ints || longs)) {
            return false;
        }
        boolean less;
        switch (insn.op.relation().orElseThrow()) {
            case LT_S, LE_S -> less = true;
            case GT_S, GE_S -> less = false;
            default -> {
                return false;
            }
        }
        boolean same = insn.useSlots[0] == insn.useSlots[2] && insn.useSlots[1] == insn.useSlots[3];
        boolean crossed = insn.useSlots[0] == insn.useSlots[3] && insn.useSlots[1] == insn.useSlots[2];
        if (!same && !crossed) {
            return false;
        }
        body.use(insn, 0, kind);
        body.use(insn, 1, kind);
        out.visitMethodInsn(
                INVOKESTATIC,
                "java/lang/Math",
                less == same ? "min" : "max",
                kind == Kind.INT ? "(II)I" : "(JJ)J",
                false);
        body.locals().store(insn.defSlots[0], kind);
        return true;
    }

    /** Writes a branch. */
    void branch(Insn insn) {
        Op op = insn.op;
        switch (op) {
            case BR -> out.visitJumpInsn(GOTO, body.labelOf(insn.targets[0]));
            case BR_IF_NEZ -> {
                body.use(insn, 0, Kind.INT);
                out.visitJumpInsn(IFNE, body.labelOf(insn.targets[0]));
            }
            case BR_IF_EQZ -> {
                body.use(insn, 0, Kind.INT);
                out.visitJumpInsn(IFEQ, body.labelOf(insn.targets[0]));
            }
            case BR_TABLE -> {
                body.use(insn, 0, Kind.INT);
                int last = insn.hasRest ? insn.targets.length : insn.targets.length - 1;
                Label[] entries = new Label[last];
                for (int i = 0; i < last; i++) {
                    entries[i] = body.labelOf(insn.targets[i]);
                }
                Label other = insn.hasRest ? body.labelOfNext() : body.labelOf(insn.targets[last]);
                if (last == 0) {
                    out.visitInsn(POP);
                    out.visitJumpInsn(GOTO, other);
                } else {
                    out.visitTableSwitchInsn(insn.firstEntry, insn.firstEntry + last - 1, other, entries);
                }
            }
            default -> {
                if (op.touchesReferences()) {
                    ReferenceEmitter.branch(body, insn, body.labelOf(insn.targets[0]));
                } else {
                    Comparison.branch(body, insn, 0, op, true, body.labelOf(insn.targets[0]));
                }
            }
        }
    }
}
