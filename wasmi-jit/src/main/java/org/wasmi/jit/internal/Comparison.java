package org.wasmi.jit.internal;

import static org.objectweb.asm.Opcodes.*;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.Relation;

/**
 * Comparisons, as jumps and as values. Values come from arithmetic, without a branch whose profile C2 would go by, and
 * never from an unsigned comparison by way of {@code MIN_VALUE}, which C2 has folded wrongly (JDK-8376400).
 */
final class Comparison {
    private Comparison() {}

    /** Jumps if a comparison of two inputs holds, or if it does not. */
    static void branch(BodyEmitter body, Insn insn, int firstInput, Op op, boolean ifHolds, Label target) {
        MethodVisitor out = body.out();
        Relation relation = op.relation().orElseThrow();
        if (!ifHolds) {
            relation = relation.negation();
        }
        Kind kind = BodyEmitter.kindOf(op.inputs().get(firstInput));
        switch (kind) {
            case INT -> {
                if (isUnsigned(relation)) {
                    unsigned(body, insn, firstInput);
                    unsigned(body, insn, firstInput + 1);
                    out.visitInsn(LCMP);
                    out.visitJumpInsn(jumpZero(relation), target);
                } else {
                    Long constant = body.constant(insn, firstInput + 1);
                    body.input(insn, firstInput);
                    if (constant != null && constant == 0) {
                        out.visitJumpInsn(jumpZero(relation), target);
                    } else {
                        body.input(insn, firstInput + 1);
                        out.visitJumpInsn(jumpInts(relation), target);
                    }
                }
            }
            case LONG -> {
                body.input(insn, firstInput);
                body.input(insn, firstInput + 1);
                if (isUnsigned(relation)) {
                    out.visitMethodInsn(INVOKESTATIC, "java/lang/Long", "compareUnsigned", "(JJ)I", false);
                } else {
                    out.visitInsn(LCMP);
                }
                out.visitJumpInsn(jumpZero(relation), target);
            }
            case FLOAT, DOUBLE -> {
                body.input(insn, firstInput);
                body.input(insn, firstInput + 1);
                boolean isFloat = kind == Kind.FLOAT;
                // With NaN the comparison yields what does not hold.
                switch (relation) {
                    case LT, LE, NOT_LT, NOT_LE, EQ, NE -> out.visitInsn(isFloat ? FCMPG : DCMPG);
                    default -> out.visitInsn(isFloat ? FCMPL : DCMPL);
                }
                out.visitJumpInsn(
                        switch (relation) {
                            case EQ -> IFEQ;
                            case NE -> IFNE;
                            case LT -> IFLT;
                            case LE -> IFLE;
                            case GT -> IFGT;
                            case GE -> IFGE;
                            case NOT_LT -> IFGE;
                            case NOT_LE -> IFGT;
                            case NOT_GT -> IFLE;
                            case NOT_GE -> IFLT;
                            default -> throw new IllegalStateException("not of floats: " + op);
                        },
                        target);
            }
            case REF -> throw new IllegalStateException("references are not compared");
        }
    }

    private static boolean isUnsigned(Relation relation) {
        return switch (relation) {
            case LT_U, LE_U, GT_U, GE_U -> true;
            default -> false;
        };
    }

    private static int jumpZero(Relation relation) {
        return switch (relation) {
            case EQ -> IFEQ;
            case NE -> IFNE;
            case LT_S, LT_U -> IFLT;
            case LE_S, LE_U -> IFLE;
            case GT_S, GT_U -> IFGT;
            case GE_S, GE_U -> IFGE;
            default -> throw new IllegalStateException("not of integers: " + relation);
        };
    }

    private static int jumpInts(Relation relation) {
        return switch (relation) {
            case EQ -> IF_ICMPEQ;
            case NE -> IF_ICMPNE;
            case LT_S -> IF_ICMPLT;
            case LE_S -> IF_ICMPLE;
            case GT_S -> IF_ICMPGT;
            case GE_S -> IF_ICMPGE;
            default -> throw new IllegalStateException("not of signed integers: " + relation);
        };
    }

    private static void unsigned(BodyEmitter body, Insn insn, int input) {
        Long constant = body.constant(insn, input);
        if (constant != null) {
            Constants.push(body.out(), constant & 0xFFFF_FFFFL);
        } else {
            body.input(insn, input);
            body.out().visitInsn(I2L);
            Constants.push(body.out(), 0xFFFF_FFFFL);
            body.out().visitInsn(LAND);
        }
    }

    /** Pushes 1 if a comparison holds, 0 if it does not. */
    static void value(BodyEmitter body, Insn insn) {
        MethodVisitor out = body.out();
        Relation relation = insn.op.relation().orElseThrow();
        Kind kind = BodyEmitter.kindOf(insn.op.inputs().get(0));
        switch (relation) {
            case EQ -> equal(body, insn, kind);
            case NE -> {
                equal(body, insn, kind);
                not(out);
            }
            case LT_S, LT_U, LT -> less(body, insn, kind, relation, 0, 1);
            case GT_S, GT_U, GT -> less(body, insn, kind, mirrored(relation), 1, 0);
            case LE_S, LE_U -> {
                less(body, insn, kind, mirrored(relation.negation()), 1, 0);
                not(out);
            }
            case GE_S, GE_U -> {
                less(body, insn, kind, relation.negation(), 0, 1);
                not(out);
            }
            case LE -> lessOrEqual(body, insn, kind, 0, 1);
            case GE -> lessOrEqual(body, insn, kind, 1, 0);
            case NOT_LT -> {
                less(body, insn, kind, Relation.LT, 0, 1);
                not(out);
            }
            case NOT_GT -> {
                less(body, insn, kind, Relation.LT, 1, 0);
                not(out);
            }
            case NOT_LE -> {
                lessOrEqual(body, insn, kind, 0, 1);
                not(out);
            }
            case NOT_GE -> {
                lessOrEqual(body, insn, kind, 1, 0);
                not(out);
            }
        }
    }

    private static Relation mirrored(Relation relation) {
        return relation.mirrored();
    }

    private static void not(MethodVisitor out) {
        out.visitInsn(ICONST_1);
        out.visitInsn(IXOR);
    }

    private static void equal(BodyEmitter body, Insn insn, Kind kind) {
        MethodVisitor out = body.out();
        body.input(insn, 0);
        body.input(insn, 1);
        switch (kind) {
            case INT -> {
                out.visitInsn(IXOR);
                zero(out);
            }
            case LONG -> {
                out.visitInsn(LXOR);
                out.visitMethodInsn(INVOKESTATIC, "java/lang/Long", "numberOfLeadingZeros", "(J)I", false);
                Constants.push(out, 6);
                out.visitInsn(IUSHR);
            }
            case FLOAT -> {
                out.visitInsn(FCMPL);
                zero(out);
            }
            case DOUBLE -> {
                out.visitInsn(DCMPL);
                zero(out);
            }
            case REF -> throw new IllegalStateException("references are not compared");
        }
    }

    private static void zero(MethodVisitor out) {
        out.visitMethodInsn(INVOKESTATIC, "java/lang/Integer", "numberOfLeadingZeros", "(I)I", false);
        Constants.push(out, 5);
        out.visitInsn(IUSHR);
    }

    private static void less(BodyEmitter body, Insn insn, Kind kind, Relation relation, int first, int second) {
        MethodVisitor out = body.out();
        if (kind == Kind.INT) {
            boolean unsigned = relation == Relation.LT_U;
            difference(body, insn, unsigned, first);
            difference(body, insn, unsigned, second);
            out.visitInsn(LSUB);
            Constants.push(out, 63);
            out.visitInsn(LUSHR);
            out.visitInsn(L2I);
            return;
        }
        body.input(insn, first);
        body.input(insn, second);
        switch (kind) {
            case LONG -> {
                if (relation == Relation.LT_U) {
                    out.visitMethodInsn(INVOKESTATIC, "java/lang/Long", "compareUnsigned", "(JJ)I", false);
                } else {
                    out.visitInsn(LCMP);
                }
            }
            case FLOAT -> out.visitInsn(FCMPG);
            default -> out.visitInsn(DCMPG);
            case REF -> throw new IllegalStateException("references are not compared");
        }
        Constants.push(out, 31);
        out.visitInsn(IUSHR);
    }

    private static void difference(BodyEmitter body, Insn insn, boolean unsigned, int input) {
        if (unsigned) {
            unsigned(body, insn, input);
        } else {
            Long constant = body.constant(insn, input);
            if (constant != null) {
                Constants.push(body.out(), (long) constant);
            } else {
                body.input(insn, input);
                body.out().visitInsn(I2L);
            }
        }
    }

    private static void lessOrEqual(BodyEmitter body, Insn insn, Kind kind, int first, int second) {
        MethodVisitor out = body.out();
        body.input(insn, first);
        body.input(insn, second);
        out.visitInsn(kind == Kind.FLOAT ? FCMPG : DCMPG);
        out.visitInsn(ICONST_1);
        out.visitInsn(ISUB);
        Constants.push(out, 31);
        out.visitInsn(IUSHR);
    }
}
