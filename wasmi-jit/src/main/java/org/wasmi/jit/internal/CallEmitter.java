package org.wasmi.jit.internal;

import static org.objectweb.asm.Opcodes.*;

import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.wasmi.encoding.IndexSpace;
import org.wasmi.encoding.Op;

/** Writes calls: of compiled functions as those of the JVM, of others through the machine's slots. */
final class CallEmitter {
    private final BodyEmitter body;
    private final MethodVisitor out;

    CallEmitter(BodyEmitter body) {
        this.body = body;
        this.out = body.out();
    }

    /** Goes on at the start of the function, with the arguments in the place of the parameters. */
    private void callItself(Insn insn) {
        Block first = body.analysis().blocks.get(0);
        if (body.shape().metered()) {
            Label paid = new Label();
            body.savePosition(insn);
            pushPaid(out, body.function());
            out.visitJumpInsn(IFNE, paid);
            body.fuel().write();
            out.visitVarInsn(ALOAD, BodyEmitter.CONTEXT);
            Constants.push(out, body.function());
            out.visitMethodInsn(INVOKEVIRTUAL, Names.CONTEXT, "pay", "(I)V", false);
            body.fuel().read();
            body.place(paid);
        }
        int[] live = body.analysis().liveSlots.get(0);
        List<Kind> params = signature(insn).params();
        for (int half : live) {
            int slot = body.analysis().slotOf(half);
            if (slot < params.size() && body.analysis().half(slot, params.get(slot)) == half) {
                body.use(insn, slot, body.analysis().kindOfLive(first, half));
            } else {
                Constants.push(out, body.analysis().kindOfLive(first, half), 0);
            }
        }
        for (int i = live.length - 1; i >= 0; i--) {
            body.locals().store(live[i], body.analysis().kindOfLive(first, live[i]));
        }
        out.visitJumpInsn(GOTO, body.labelOf(first));
    }

    /** Has the frame be replaced by that of another function, whose arguments are where the frame begins. */
    private void tailCall(Insn insn) {
        body.savePosition(insn);
        boolean indexed = insn.op == Op.RETURN_CALL || insn.op == Op.RETURN_CALL_IMPORT;
        int first = indexed ? 0 : 1;
        int count = insn.useSlots.length - first;
        if (count > 0) {
            body.slots().keep(Math.max(count, body.analysis().slots));
            if (body.slots().touchesReferences(insn)) {
                body.slots().claimReferences(count);
            }
            for (int i = 0; i < count; i++) {
                Kind kind = body.useKind(insn, first + i);
                body.slots().pushHalves(kind);
                body.slots().index(i);
                body.use(insn, first + i, kind);
                kind.storeHalf(out);
            }
        }
        body.fuel().write();
        out.visitVarInsn(ALOAD, BodyEmitter.CONTEXT);
        Constants.push(out, insn.operands[0]);
        String callee = "I";
        if (insn.op == Op.RETURN_CALL_INDIRECT) {
            Constants.push(out, insn.operands[1]);
            body.use(insn, 0, Kind.INT);
            callee = "III";
        } else if (insn.op == Op.RETURN_CALL_REF) {
            body.use(insn, 0, Kind.REF);
            callee = "ILjava/lang/Object;";
        }
        out.visitVarInsn(ILOAD, BodyEmitter.FRAME_POINTER);
        body.pushPosition();
        out.visitVarInsn(ILOAD, BodyEmitter.LEVEL);
        out.visitMethodInsn(INVOKEVIRTUAL, Names.CONTEXT, "tailCall", "(" + callee + "III)V", false);
        body.exits().leaveByTailCall();
    }

    /** Pushes whether a function costs nothing more to call. */
    static void pushPaid(MethodVisitor out, int function) {
        out.visitVarInsn(ALOAD, BodyEmitter.CONTEXT);
        out.visitFieldInsn(GETFIELD, Names.CONTEXT, "paid", "[Z");
        Constants.push(out, function);
        out.visitInsn(BALOAD);
    }

    /** Writes a call. */
    void emit(Insn insn) {
        if (insn.callsItself) {
            callItself(insn);
            return;
        } else if (insn.isTailCall()) {
            tailCall(insn);
            return;
        }
        body.savePosition(insn);
        body.fuel().write();
        switch (insn.op) {
            case CALL -> {
                Signature signature = Signature.of(body.shape().functions().get(insn.operands[0]));
                if (signature == null) {
                    callOut(insn, insn.operands[1], 0, () -> callFunction(insn));
                    return;
                }
                callee(insn.operands[1]);
                arguments(insn, 0);
                body.callees().call(out, insn.operands[0], signature);
                results(insn, signature);
            }
            case CALL_IMPORT -> callOut(insn, insn.operands[1], 0, () -> callFunction(insn));
            case CALL_INDIRECT -> {
                Signature signature = Signature.of(body.shape().types().function(insn.operands[0]));
                if (signature == null) {
                    callOut(insn, insn.operands[3], 1, () -> callElement(insn));
                    return;
                }
                out.visitVarInsn(ALOAD, BodyEmitter.CONTEXT);
                Constants.push(out, insn.operands[0]);
                Constants.push(out, insn.operands[1]);
                body.use(insn, 0, Kind.INT);
                out.visitMethodInsn(INVOKEVIRTUAL, Names.CONTEXT, "target", "(III)L" + Names.CALLABLE + ";", false);
                callTarget(insn, signature);
            }
            case CALL_REF -> {
                Signature signature = Signature.of(body.shape().types().function(insn.operands[0]));
                if (signature == null) {
                    callOut(insn, insn.operands[2], 1, () -> callReferredTo(insn));
                    return;
                }
                out.visitVarInsn(ALOAD, BodyEmitter.CONTEXT);
                Constants.push(out, insn.operands[0]);
                body.use(insn, 0, Kind.REF);
                out.visitMethodInsn(
                        INVOKEVIRTUAL, Names.CONTEXT, "target", "(ILjava/lang/Object;)L" + Names.CALLABLE + ";", false);
                callTarget(insn, signature);
            }
            default -> throw new IllegalStateException("not emitted: " + insn.op);
        }
    }

    /** Calls the function that is on the JVM's stack as an object. */
    private void callTarget(Insn insn, Signature signature) {
        out.visitTypeInsn(CHECKCAST, signature.callable());
        callee(frameOf(insn));
        arguments(insn, 1);
        out.visitMethodInsn(INVOKEVIRTUAL, signature.callable(), ClassMaker.CALL, signature.descriptor(), false);
        results(insn, signature);
    }

    /** {@return the first slot of the callee's frame, which is the last operand of all calls} */
    private static int frameOf(Insn insn) {
        return insn.operands[insn.operands.length - 1];
    }

    private void callee(int frame) {
        out.visitVarInsn(ALOAD, BodyEmitter.CONTEXT);
        body.slots().index(frame);
        out.visitVarInsn(ILOAD, BodyEmitter.LEVEL);
        out.visitInsn(ICONST_1);
        out.visitInsn(IADD);
    }

    private void arguments(Insn insn, int firstUse) {
        Signature signature = signature(insn);
        for (int i = 0; i < signature.params().size(); i++) {
            body.use(insn, firstUse + i, signature.params().get(i));
        }
    }

    private Signature signature(Insn insn) {
        Signature signature = Signature.of(
                insn.op.indexSpace(0) == IndexSpace.TYPE
                        ? body.shape().types().function(insn.operands[0])
                        : body.shape().functions().get(insn.operands[0]));
        if (signature == null) {
            throw new IllegalStateException("no signature");
        }
        return signature;
    }

    private void results(Insn insn, Signature signature) {
        if (signature.results().size() == 1) {
            body.def(insn, 0, signature.results().get(0));
        } else if (signature.results().size() > 1) {
            reloadResults(insn);
            if (signature.results().contains(Kind.REF)) {
                body.slots().releaseReferences(frameOf(insn));
            }
        }
        body.memory().reload();
        body.fuel().read();
    }

    private void reloadResults(Insn insn) {
        body.slots().keep(body.analysis().slots);
        for (int i = 0; i < insn.defSlots.length; i++) {
            body.slots().reload(insn.defSlots[i], body.analysis().kind(insn.defWebs[i]));
        }
    }

    /** Calls with arguments and results in the machine's slots. */
    private void callOut(Insn insn, int frame, int firstArgument, Runnable call) {
        if (insn.useSlots.length > firstArgument || insn.defSlots.length > 0) {
            int end = frame + Math.max(insn.useSlots.length - firstArgument, insn.defSlots.length);
            body.slots().keep(Math.max(end, body.analysis().slots));
            if (body.slots().touchesReferences(insn)) {
                body.slots().claimReferences(Math.max(end, body.analysis().slots));
            }
            for (int i = firstArgument; i < insn.useSlots.length; i++) {
                body.slots().spill(insn.useSlots[i], body.useKind(insn, i));
            }
        }
        call.run();
        if (insn.defSlots.length > 0) {
            reloadResults(insn);
        }
        if (body.slots().touchesReferences(insn)) {
            body.slots().releaseReferences(frame);
        }
        body.memory().reload();
        body.fuel().read();
    }

    private void callFunction(Insn insn) {
        out.visitVarInsn(ALOAD, BodyEmitter.CONTEXT);
        Constants.push(out, insn.operands[0]);
        body.slots().index(insn.operands[1]);
        out.visitVarInsn(ILOAD, BodyEmitter.LEVEL);
        out.visitMethodInsn(INVOKEVIRTUAL, Names.CONTEXT, "call", "(III)V", false);
    }

    private void callElement(Insn insn) {
        out.visitVarInsn(ALOAD, BodyEmitter.CONTEXT);
        Constants.push(out, insn.operands[0]);
        Constants.push(out, insn.operands[1]);
        body.use(insn, 0, Kind.INT);
        body.slots().index(insn.operands[3]);
        out.visitVarInsn(ILOAD, BodyEmitter.LEVEL);
        out.visitMethodInsn(INVOKEVIRTUAL, Names.CONTEXT, "callIndirect", "(IIIII)V", false);
    }

    private void callReferredTo(Insn insn) {
        out.visitVarInsn(ALOAD, BodyEmitter.CONTEXT);
        Constants.push(out, insn.operands[0]);
        body.use(insn, 0, Kind.REF);
        body.slots().index(insn.operands[2]);
        out.visitVarInsn(ILOAD, BodyEmitter.LEVEL);
        out.visitMethodInsn(INVOKEVIRTUAL, Names.CONTEXT, "callReference", "(ILjava/lang/Object;II)V", false);
    }
}
