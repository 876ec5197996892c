package org.wasmi.jit.internal;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.wasmi.encoding.type.NumType;

/** The type of a JVM local that holds a slot. */
enum Kind {
    /** 32 bits of an integer. */
    INT(0, "I", Opcodes.INTEGER, Opcodes.ILOAD, Opcodes.ISTORE, Opcodes.IRETURN, 1),
    /** 64 bits of an integer, or of anything. */
    LONG(1, "J", Opcodes.LONG, Opcodes.LLOAD, Opcodes.LSTORE, Opcodes.LRETURN, 2),
    /** A float of 32 bits. */
    FLOAT(2, "F", Opcodes.FLOAT, Opcodes.FLOAD, Opcodes.FSTORE, Opcodes.FRETURN, 1),
    /** A float of 64 bits. */
    DOUBLE(3, "D", Opcodes.DOUBLE, Opcodes.DLOAD, Opcodes.DSTORE, Opcodes.DRETURN, 2);

    private static final Kind[] VALUES = values();

    final int number;
    final String descriptor;
    final Integer frameType;
    final int load;
    final int store;
    final int returns;
    final int words;

    Kind(int number, String descriptor, Integer frameType, int load, int store, int returns, int words) {
        this.number = number;
        this.descriptor = descriptor;
        this.frameType = frameType;
        this.load = load;
        this.store = store;
        this.returns = returns;
        this.words = words;
    }

    static Kind of(NumType type) {
        return switch (type) {
            case I32 -> INT;
            case I64 -> LONG;
            case F32 -> FLOAT;
            case F64 -> DOUBLE;
        };
    }

    /** {@return the kind that has a letter as its descriptor} */
    static Kind of(char letter) {
        for (Kind each : VALUES) {
            if (each.descriptor.charAt(0) == letter) {
                return each;
            }
        }
        throw new IllegalArgumentException("no kind has the letter " + letter);
    }

    /** Has the value on top of the JVM's stack be of another kind, with the same bits as far as both have them. */
    void convert(Kind to, MethodVisitor out) {
        if (this == to) {
            return;
        }
        switch (this) {
            case FLOAT -> call(out, "java/lang/Float", "floatToRawIntBits", "(F)I");
            case DOUBLE -> call(out, "java/lang/Double", "doubleToRawLongBits", "(D)J");
            default -> {}
        }
        boolean wide = words == 2;
        if (wide && to.words == 1) {
            out.visitInsn(Opcodes.L2I);
        } else if (!wide && to.words == 2) {
            out.visitInsn(Opcodes.I2L);
        }
        switch (to) {
            case FLOAT -> call(out, "java/lang/Float", "intBitsToFloat", "(I)F");
            case DOUBLE -> call(out, "java/lang/Double", "longBitsToDouble", "(J)D");
            default -> {}
        }
    }

    private static void call(MethodVisitor out, String owner, String name, String descriptor) {
        out.visitMethodInsn(Opcodes.INVOKESTATIC, owner, name, descriptor, false);
    }
}
