package org.wasmi.jit.internal;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Pushes constants in the shortest form. */
final class Constants {
    private Constants() {}

    static void push(MethodVisitor out, int value) {
        if (value >= -1 && value <= 5) {
            out.visitInsn(Opcodes.ICONST_0 + value);
        } else if (value == (byte) value) {
            out.visitIntInsn(Opcodes.BIPUSH, value);
        } else if (value == (short) value) {
            out.visitIntInsn(Opcodes.SIPUSH, value);
        } else {
            out.visitLdcInsn(value);
        }
    }

    static void push(MethodVisitor out, long value) {
        if (value == 0 || value == 1) {
            out.visitInsn(Opcodes.LCONST_0 + (int) value);
        } else if (value == (short) value) {
            push(out, (int) value);
            out.visitInsn(Opcodes.I2L);
        } else {
            out.visitLdcInsn(value);
        }
    }

    /** Pushes the value of a kind that has some bits. */
    static void push(MethodVisitor out, Kind kind, long bits) {
        switch (kind) {
            case INT -> push(out, (int) bits);
            case LONG -> push(out, bits);
            case FLOAT -> out.visitLdcInsn(Float.intBitsToFloat((int) bits));
            case DOUBLE -> out.visitLdcInsn(Double.longBitsToDouble(bits));
            case REF -> out.visitInsn(Opcodes.ACONST_NULL);
        }
    }
}
