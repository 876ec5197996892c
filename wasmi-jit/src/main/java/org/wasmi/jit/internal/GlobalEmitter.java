package org.wasmi.jit.internal;

import static org.objectweb.asm.Opcodes.*;

import org.objectweb.asm.MethodVisitor;
import org.wasmi.encoding.Op;

/** Writes accesses of globals of numbers, without a call that HotSpot would not inline in a large method. */
final class GlobalEmitter {
    private GlobalEmitter() {}

    /** {@return whether an instruction is written here} */
    static boolean emits(Op op) {
        return op == Op.GLOBAL_GET || op == Op.GLOBAL_SET || op == Op.GLOBAL_SET_I;
    }

    /** Writes an instruction. */
    static void emit(BodyEmitter body, Insn insn) {
        if (insn.op == Op.GLOBAL_GET) {
            pushGlobal(body.out(), insn.operands[1]);
            access(body.out(), "get", ")J");
            body.def(insn, 0, Kind.LONG);
            return;
        }
        pushGlobal(body.out(), insn.operands[0]);
        if (insn.op == Op.GLOBAL_SET) {
            body.use(insn, 0, Kind.LONG);
        } else {
            Constants.push(body.out(), Kind.LONG, insn.operands[1]);
        }
        access(body.out(), "set", "J)V");
    }

    private static void pushGlobal(MethodVisitor out, int global) {
        out.visitFieldInsn(GETSTATIC, Names.ACCESS, "GLOBAL", "L" + Names.VAR_HANDLE + ";");
        out.visitVarInsn(ALOAD, BodyEmitter.CONTEXT);
        out.visitFieldInsn(GETFIELD, Names.CONTEXT, "globals", "[L" + Names.GLOBAL_STATE + ";");
        Constants.push(out, global);
        out.visitInsn(AALOAD);
    }

    private static void access(MethodVisitor out, String method, String rest) {
        out.visitMethodInsn(INVOKEVIRTUAL, Names.VAR_HANDLE, method, "(L" + Names.GLOBAL_STATE + ";" + rest, false);
    }
}
