package org.wasmi.jit.internal;

import static org.objectweb.asm.Opcodes.*;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.SlotType;

/**
 * Numeric operators other than comparisons. What the JVM has an instruction for becomes that; all others call what
 * {@link org.wasmi.encoding.numeric.Numerics} has, so that no meaning is written twice.
 */
final class Arithmetic {
    private Arithmetic() {}

    /** Pushes the result of an instruction. */
    static void emit(BodyEmitter body, Insn insn) {
        MethodVisitor out = body.out();
        String operator = insn.op.operator();
        if (rotation(body, insn) || division(body, insn) || unsignedDivision(body, insn) || withShift(body, insn)) {
            return;
        }
        for (int i = 0; i < insn.op.inputs().size(); i++) {
            body.input(insn, i);
            if (i == 1 && operator.startsWith("i64.sh")) {
                out.visitInsn(L2I);
            }
        }
        int opcode = opcode(operator);
        if (opcode != NOP) {
            out.visitInsn(opcode);
            return;
        }
        switch (operator) {
            case "i32.clz" -> library(out, "Integer", "numberOfLeadingZeros", "(I)I");
            case "i32.ctz" -> library(out, "Integer", "numberOfTrailingZeros", "(I)I");
            case "i32.popcnt" -> library(out, "Integer", "bitCount", "(I)I");
            case "i64.clz" -> longLibrary(out, "numberOfLeadingZeros");
            case "i64.ctz" -> longLibrary(out, "numberOfTrailingZeros");
            case "i64.popcnt" -> longLibrary(out, "bitCount");
            case "i64.extend8_s" -> narrow(out, I2B);
            case "i64.extend16_s" -> narrow(out, I2S);
            case "i64.extend32_s" -> narrow(out, NOP);
            case "i64.extend_i32_u" -> unsigned(out);
            case "f32.convert_i32_u" -> {
                unsigned(out);
                out.visitInsn(L2F);
            }
            case "f64.convert_i32_u" -> {
                unsigned(out);
                out.visitInsn(L2D);
            }
            // These throw what becomes the trap, if the divisor is 0.
            case "i32.div_u" -> library(out, "Integer", "divideUnsigned", "(II)I");
            case "i32.rem_u" -> library(out, "Integer", "remainderUnsigned", "(II)I");
            case "i64.div_u" -> library(out, "Long", "divideUnsigned", "(JJ)J");
            case "i64.rem_u" -> library(out, "Long", "remainderUnsigned", "(JJ)J");
            default -> numerics(insn, out);
        }
    }

    private static int opcode(String operator) {
        return switch (operator) {
            case "i32.add" -> IADD;
            case "i32.sub" -> ISUB;
            case "i32.mul" -> IMUL;
            case "i32.and" -> IAND;
            case "i32.or" -> IOR;
            case "i32.xor" -> IXOR;
            case "i32.shl" -> ISHL;
            case "i32.shr_s" -> ISHR;
            case "i32.shr_u" -> IUSHR;
            case "i32.rem_s" -> IREM; // also where the divisor is -1; by 0, it throws what becomes the trap
            case "i64.rem_s" -> LREM;
            case "i32.wrap_i64" -> L2I;
            case "i32.trunc_sat_f32_s" -> F2I;
            case "i32.trunc_sat_f64_s" -> D2I;
            case "i64.trunc_sat_f32_s" -> F2L;
            case "i64.trunc_sat_f64_s" -> D2L;
            case "f32.demote_f64" -> D2F;
            case "f64.promote_f32" -> F2D;
            case "i32.extend8_s" -> I2B;
            case "i32.extend16_s" -> I2S;
            case "i64.add" -> LADD;
            case "i64.sub" -> LSUB;
            case "i64.mul" -> LMUL;
            case "i64.and" -> LAND;
            case "i64.or" -> LOR;
            case "i64.xor" -> LXOR;
            case "i64.shl" -> LSHL;
            case "i64.shr_s" -> LSHR;
            case "i64.shr_u" -> LUSHR;
            case "i64.extend_i32_s" -> I2L;
            case "f32.add" -> FADD;
            case "f32.sub" -> FSUB;
            case "f32.mul" -> FMUL;
            case "f32.div" -> FDIV;
            case "f64.add" -> DADD;
            case "f64.sub" -> DSUB;
            case "f64.mul" -> DMUL;
            case "f64.div" -> DDIV;
            case "f32.convert_i32_s" -> I2F;
            case "f32.convert_i64_s" -> L2F;
            case "f64.convert_i32_s" -> I2D;
            case "f64.convert_i64_s" -> L2D;
            default -> NOP;
        };
    }

    /** Has an int be a long, unsigned. */
    private static void unsigned(MethodVisitor out) {
        out.visitInsn(I2L);
        Constants.push(out, 0xFFFF_FFFFL);
        out.visitInsn(LAND);
    }

    private static void library(MethodVisitor out, String owner, String name, String descriptor) {
        out.visitMethodInsn(INVOKESTATIC, "java/lang/" + owner, name, descriptor, false);
    }

    private static void longLibrary(MethodVisitor out, String name) {
        library(out, "Long", name, "(J)I");
        out.visitInsn(I2L);
    }

    private static void narrow(MethodVisitor out, int opcode) {
        out.visitInsn(L2I);
        if (opcode != NOP) {
            out.visitInsn(opcode);
        }
        out.visitInsn(I2L);
    }

    /** Rotations are shifts where the distance is known: C2 may not inline the library's methods in large methods. */
    private static boolean rotation(BodyEmitter body, Insn insn) {
        MethodVisitor out = body.out();
        String operator = insn.op.operator();
        boolean left = operator.endsWith(".rotl");
        if (!left && !operator.endsWith(".rotr")) {
            return false;
        }
        boolean wide = insn.op.inputs().get(0) == SlotType.I64;
        Long distance = body.constant(insn, 1);
        if (distance != null) {
            body.input(insn, 0);
            rotate(out, wide, (int) (left ? distance : -distance));
            return true;
        }
        body.input(insn, 0);
        body.input(insn, 1);
        if (wide) {
            out.visitInsn(L2I);
        }
        library(out, wide ? "Long" : "Integer", left ? "rotateLeft" : "rotateRight", wide ? "(JI)J" : "(II)I");
        return true;
    }

    /** Rotates what is on the stack to the left by a distance modulo its width. */
    private static void rotate(MethodVisitor out, boolean wide, int distance) {
        int mask = wide ? 63 : 31;
        out.visitInsn(wide ? DUP2 : DUP);
        Constants.push(out, distance & mask);
        out.visitInsn(wide ? LSHL : ISHL);
        out.visitInsn(wide ? DUP2_X2 : SWAP);
        if (wide) {
            out.visitInsn(POP2);
        }
        Constants.push(out, -distance & mask);
        out.visitInsn(wide ? LUSHR : IUSHR);
        out.visitInsn(wide ? LOR : IOR);
    }

    /** Sums and exclusive ors with a shifted number, and rotated exclusive ors, by a distance that is known. */
    private static boolean withShift(BodyEmitter body, Insn insn) {
        MethodVisitor out = body.out();
        switch (insn.op.operator()) {
            case "i32.add_shl" -> withShift(body, insn, ISHL, IADD);
            case "i32.xor_shl" -> withShift(body, insn, ISHL, IXOR);
            case "i32.xor_shr_u" -> withShift(body, insn, IUSHR, IXOR);
            case "i32.xor_rotl", "i64.xor_rotl" -> {
                boolean wide = insn.op.inputs().get(0) == SlotType.I64;
                body.input(insn, 0);
                body.input(insn, 1);
                out.visitInsn(wide ? LXOR : IXOR);
                rotate(out, wide, distance(insn));
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void withShift(BodyEmitter body, Insn insn, int shift, int operation) {
        for (int i = 0; i < 3; i++) {
            body.input(insn, i);
        }
        body.out().visitInsn(shift);
        body.out().visitInsn(operation);
    }

    private static int distance(Insn insn) {
        return insn.operands[insn.operands.length - 1];
    }

    /** Divisions by a constant that is neither 0 nor -1 cannot trap, nor can remainders of any by that. */
    private static boolean division(BodyEmitter body, Insn insn) {
        Long divisor = body.constant(insn, 1);
        if (divisor == null || divisor == 0 || divisor == -1) {
            return false;
        }
        int opcode =
                switch (insn.op.operator()) {
                    case "i32.div_s" -> IDIV;
                    case "i32.rem_s" -> IREM;
                    case "i64.div_s" -> LDIV;
                    case "i64.rem_s" -> LREM;
                    default -> NOP;
                };
        if (opcode == NOP) {
            return false;
        }
        body.input(insn, 0);
        body.input(insn, 1);
        body.out().visitInsn(opcode);
        return true;
    }

    /** Divisions of 32 bits by a constant are such of longs, which C2 turns into a multiplication. */
    private static boolean unsignedDivision(BodyEmitter body, Insn insn) {
        boolean remainder = insn.op.operator().equals("i32.rem_u");
        Long divisor = body.constant(insn, 1);
        if (divisor == null || divisor == 0 || !(remainder || insn.op.operator().equals("i32.div_u"))) {
            return false;
        }
        MethodVisitor out = body.out();
        body.input(insn, 0);
        unsigned(out);
        Constants.push(out, divisor & 0xFFFF_FFFFL);
        out.visitInsn(remainder ? LREM : LDIV);
        out.visitInsn(L2I);
        return true;
    }

    /** {@return whether an instruction is written by {@link #truncate}} */
    static boolean truncates(Op op) {
        return op.operator().equals("i32.trunc_f32_s") || op.operator().equals("i32.trunc_f64_s");
    }

    /** Writes a truncation: nothing is called but for what cannot be truncated. */
    static void truncate(BodyEmitter body, Insn insn) {
        MethodVisitor out = body.out();
        boolean wide = insn.op.inputs().get(0) == SlotType.F64;
        Label slow = new Label();
        Label fast = new Label();
        body.input(insn, 0);
        out.visitLdcInsn(wide ? (Object) (double) Integer.MIN_VALUE : (Object) (float) Integer.MIN_VALUE);
        out.visitInsn(wide ? DCMPL : FCMPL);
        out.visitJumpInsn(IFLT, slow);
        body.input(insn, 0);
        out.visitLdcInsn(wide ? (Object) 0x1p31 : (Object) 0x1p31f);
        out.visitInsn(wide ? DCMPG : FCMPG);
        out.visitJumpInsn(IFLT, fast);
        body.place(slow);
        body.input(insn, 0);
        numerics(insn, out); // throws, but for a double whose fraction alone is too much
        body.def(insn, 0, Kind.INT);
        Label done = new Label();
        out.visitJumpInsn(GOTO, done);
        body.place(fast);
        body.input(insn, 0);
        out.visitInsn(wide ? D2I : F2I);
        body.def(insn, 0, Kind.INT);
        body.place(done);
    }

    private static void numerics(Insn insn, MethodVisitor out) {
        StringBuilder descriptor = new StringBuilder("(");
        insn.op.inputs().forEach(each -> descriptor.append(BodyEmitter.kindOf(each).descriptor));
        descriptor.append(')').append(BodyEmitter.kindOf(insn.op.results().get(0)).descriptor);
        out.visitMethodInsn(INVOKESTATIC, Names.NUMERICS, methodName(insn.op.operator()), descriptor.toString(), false);
    }

    /** {@return the name of an operator's method: {@code i32.div_s} is {@code i32DivS}} */
    static String methodName(String operator) {
        StringBuilder name = new StringBuilder();
        boolean upper = false;
        for (int i = 0; i < operator.length(); i++) {
            char c = operator.charAt(i);
            if (c == '.' || c == '_') {
                upper = true;
            } else {
                name.append(upper ? Character.toUpperCase(c) : c);
                upper = false;
            }
        }
        return name.toString();
    }
}
