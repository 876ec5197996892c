package org.wasmi.jit.internal;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.ValType;

/** The type of a JVM local that holds a slot. */
@SuppressWarnings("ImmutableEnumChecker") // the frame types are strings and numbers
enum Kind {
    /** 32 bits of an integer. */
    INT(0, "I", Opcodes.INTEGER, Opcodes.ILOAD, Opcodes.ISTORE, Opcodes.IRETURN, 1),
    /** 64 bits of an integer, or of anything. */
    LONG(1, "J", Opcodes.LONG, Opcodes.LLOAD, Opcodes.LSTORE, Opcodes.LRETURN, 2),
    /** A float of 32 bits. */
    FLOAT(2, "F", Opcodes.FLOAT, Opcodes.FLOAD, Opcodes.FSTORE, Opcodes.FRETURN, 1),
    /** A float of 64 bits. */
    DOUBLE(3, "D", Opcodes.DOUBLE, Opcodes.DLOAD, Opcodes.DSTORE, Opcodes.DRETURN, 2),
    /** The reference half of a slot. */
    REF(4, "Ljava/lang/Object;", "java/lang/Object", Opcodes.ALOAD, Opcodes.ASTORE, Opcodes.ARETURN, 1);

    private static final Kind[] VALUES = values();

    final int number;
    final String descriptor;
    final Object frameType;
    final int load;
    final int store;
    final int returns;
    final int words;

    Kind(int number, String descriptor, Object frameType, int load, int store, int returns, int words) {
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

    /** {@return the kind of each slot that a value takes} */
    static Kind of(ValType type) {
        return type instanceof NumType number ? of(number) : type.isReference() ? REF : LONG;
    }

    /** {@return the letter that stands for the kind in names} */
    char letter() {
        return descriptor.charAt(0);
    }

    /** {@return the kind that a letter stands for} */
    static Kind of(char letter) {
        for (Kind each : VALUES) {
            if (each.letter() == letter) {
                return each;
            }
        }
        throw new IllegalArgumentException("no kind has the letter " + letter);
    }

    /** Pushes the halves of the machine's slots that hold values of the kind. */
    void pushHalves(MethodVisitor out, int context) {
        out.visitVarInsn(Opcodes.ALOAD, context);
        String name = this == REF ? "references" : "slots";
        String type = this == REF ? "()[Ljava/lang/Object;" : "()[J";
        out.visitMethodInsn(Opcodes.INVOKEVIRTUAL, Names.CONTEXT, name, type, false);
    }

    /** Pops an index and halves, and pushes the value there. */
    void loadHalf(MethodVisitor out) {
        if (this == REF) {
            out.visitInsn(Opcodes.AALOAD);
        } else {
            out.visitInsn(Opcodes.LALOAD);
            LONG.convert(this, out);
        }
    }

    /** Pops a value, an index and halves, and stores the value there. */
    void storeHalf(MethodVisitor out) {
        if (this == REF) {
            out.visitInsn(Opcodes.AASTORE);
        } else {
            convert(LONG, out);
            out.visitInsn(Opcodes.LASTORE);
        }
    }

    /** Has the value on top of the JVM's stack be of another kind, with the same bits as far as both have them. */
    void convert(Kind to, MethodVisitor out) {
        if (this == to) {
            return;
        }
        if (this == REF || to == REF) {
            throw new IllegalStateException("no number is a reference");
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
