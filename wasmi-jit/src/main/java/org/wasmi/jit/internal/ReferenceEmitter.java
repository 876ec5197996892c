package org.wasmi.jit.internal;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.type.StructLayout;
import org.wasmi.encoding.type.StructType;
import org.wasmi.exec.runtime.ArrayAccess;
import org.wasmi.exec.runtime.I31;
import org.wasmi.exec.runtime.ReferenceAccess;
import org.wasmi.exec.runtime.StoreAccess;
import org.wasmi.exec.runtime.StructAccess;

/**
 * Writes instructions on references, structures, arrays and tables: calls of the methods that say what they mean, with
 * references in locals. What a table of methods does not have is left to handlers.
 */
final class ReferenceEmitter {
    /** Structures of more slots than this are made by a handler. */
    private static final int MAX_FIELDS = 32;

    private static final Map<Op, Meaning> MEANINGS = new EnumMap<>(Op.class);

    static {
        put(Op.REF_FUNC, StoreAccess.class, "functionAt", 2);
        put(Op.REF_EQ_SS, ReferenceAccess.class, "areEqual", 2);
        put(Op.REF_AS_NON_NULL, ReferenceAccess.class, "nonNull", 1);
        put(Op.REF_TEST, ReferenceAccess.class, "isOf", 4);
        put(Op.REF_TEST_ABSTRACT, ReferenceAccess.class, "isOfAbstract", 3);
        put(Op.REF_CAST, ReferenceAccess.class, "cast", 4);
        put(Op.REF_CAST_ABSTRACT, ReferenceAccess.class, "castAbstract", 3);
        put(Op.REF_I31, I31.class, "of", 1);
        put(Op.I31_GET_S, ReferenceAccess.class, "i31", 1);
        put(Op.I31_GET_U, ReferenceAccess.class, "i31", 1);
        put(Op.BR_ON_CAST, ReferenceAccess.class, "isOf", 4);
        put(Op.BR_ON_CAST_FAIL, ReferenceAccess.class, "isOf", 4);
        put(Op.BR_ON_CAST_ABSTRACT, ReferenceAccess.class, "isOfAbstract", 3);
        put(Op.BR_ON_CAST_ABSTRACT_FAIL, ReferenceAccess.class, "isOfAbstract", 3);
        put(Op.GLOBAL_GET_REF, StoreAccess.class, "globalGetRef", 2);
        put(Op.GLOBAL_SET_REF, StoreAccess.class, "globalSetRef", 3);
        put(Op.TABLE_GET, StoreAccess.class, "tableGet", 3);
        put(Op.TABLE_SET, StoreAccess.class, "tableSet", 4);
        put(Op.TABLE_SIZE, StoreAccess.class, "tableSize", 2);
        put(Op.TABLE_GROW, StoreAccess.class, "tableGrow", 4);
        put(Op.TABLE_FILL, StoreAccess.class, "tableFill", 5);
        put(Op.TABLE_COPY, StoreAccess.class, "tableCopy", 6);
        put(Op.TABLE_INIT, StoreAccess.class, "tableInit", 6);
        put(Op.ELEM_DROP, StoreAccess.class, "dropElement", 2);
        put(Op.STRUCT_NEW_DEFAULT, StructAccess.class, "createDefault", 2);
        for (Op each :
                List.of(Op.STRUCT_GET, Op.STRUCT_GET8_S, Op.STRUCT_GET8_U, Op.STRUCT_GET16_S, Op.STRUCT_GET16_U)) {
            put(each, StructAccess.class, "get", 2);
        }
        put(Op.STRUCT_GET_REF, StructAccess.class, "getRef", 2);
        put(Op.STRUCT_SET_S, StructAccess.class, "set", 3);
        put(Op.STRUCT_SET_I, StructAccess.class, "set", 3);
        put(Op.STRUCT_SET_REF_S, StructAccess.class, "setRef", 3);
        put(Op.ARRAY_NEW, ArrayAccess.class, "create", 4);
        put(Op.ARRAY_NEW128, ArrayAccess.class, "create128", 5);
        put(Op.ARRAY_NEW_REF, ArrayAccess.class, "createRef", 4);
        put(Op.ARRAY_NEW_DEFAULT, ArrayAccess.class, "createDefault", 3);
        put(Op.ARRAY_NEW_DATA, ArrayAccess.class, "createFromData", 5);
        put(Op.ARRAY_NEW_ELEM, ArrayAccess.class, "createFromElements", 5);
        put(Op.ARRAY_GET8_S_SS, ArrayAccess.class, "get8", 2);
        put(Op.ARRAY_GET8_U_SS, ArrayAccess.class, "get8", 2);
        put(Op.ARRAY_GET16_S_SS, ArrayAccess.class, "get16", 2);
        put(Op.ARRAY_GET16_U_SS, ArrayAccess.class, "get16", 2);
        put(Op.ARRAY_GET32_SS, ArrayAccess.class, "get32", 2);
        put(Op.ARRAY_GET64_SS, ArrayAccess.class, "get64", 2);
        put(Op.ARRAY_GET_REF_SS, ArrayAccess.class, "getRef", 2);
        put(Op.ARRAY_SET8, ArrayAccess.class, "set8", 3);
        put(Op.ARRAY_SET16, ArrayAccess.class, "set16", 3);
        put(Op.ARRAY_SET32, ArrayAccess.class, "set32", 3);
        put(Op.ARRAY_SET64, ArrayAccess.class, "set64", 3);
        put(Op.ARRAY_SET128, ArrayAccess.class, "set128", 4);
        put(Op.ARRAY_SET_REF, ArrayAccess.class, "setRef", 3);
        put(Op.ARRAY_LEN, ArrayAccess.class, "length", 1);
        put(Op.ARRAY_FILL, ArrayAccess.class, "fill", 5);
        put(Op.ARRAY_FILL128, ArrayAccess.class, "fill128", 6);
        put(Op.ARRAY_FILL_REF, ArrayAccess.class, "fillRef", 5);
        put(Op.ARRAY_COPY, ArrayAccess.class, "copy", 6);
        put(Op.ARRAY_INIT_DATA, ArrayAccess.class, "initFromData", 6);
        put(Op.ARRAY_INIT_ELEM, ArrayAccess.class, "initFromElements", 6);
    }

    private ReferenceEmitter() {}

    private static void put(Op op, Class<?> owner, String name, int parameters) {
        MEANINGS.put(op, Meaning.of(owner, name, parameters));
    }

    /** {@return whether an instruction is written here} */
    static boolean emits(Op op) {
        return switch (op) {
            case REF_NULL, REF_IS_NULL, STRUCT_NEW, BR_ON_NULL, BR_ON_NON_NULL -> true;
            default -> MEANINGS.containsKey(op);
        };
    }

    /** {@return whether an instruction has been written, of those that do not branch} */
    static boolean emit(BodyEmitter body, Insn insn) {
        MethodVisitor out = body.out();
        switch (insn.op) {
            case REF_NULL -> {
                out.visitInsn(Opcodes.ACONST_NULL);
                body.def(insn, 0, Kind.REF);
                return true;
            }
            case REF_IS_NULL -> {
                isNull(body, insn);
                return true;
            }
            case STRUCT_NEW -> {
                return struct(body, insn);
            }
            default -> {}
        }
        Meaning meaning = MEANINGS.get(insn.op);
        if (meaning == null) {
            return false;
        }
        if (insn.op.mayTrap()) {
            body.savePosition(insn);
        }
        boolean asks = asksForFuel(insn.op);
        if (asks) {
            body.fuel().write();
        }
        meaning.emit(body, insn);
        if (!insn.op.results().isEmpty()) {
            body.def(insn, 0, narrowed(body, insn.op, meaning.resultKind()));
        }
        if (asks) {
            body.fuel().read();
        }
        return true;
    }

    /**
     * {@return whether an instruction takes long, or makes something, so that time or limits may end the guest there}
     */
    private static boolean asksForFuel(Op op) {
        return switch (op) {
            case STRUCT_NEW,
                    STRUCT_NEW_DEFAULT,
                    ARRAY_NEW,
                    ARRAY_NEW128,
                    ARRAY_NEW_REF,
                    ARRAY_NEW_DEFAULT,
                    ARRAY_NEW_DATA,
                    ARRAY_NEW_ELEM,
                    TABLE_GROW -> true;
            default -> op.isBulk();
        };
    }

    /** Has what a method has returned be what the instruction wants of it. */
    private static Kind narrowed(BodyEmitter body, Op op, Kind kind) {
        MethodVisitor out = body.out();
        switch (op) {
            case STRUCT_GET8_S -> narrow(out, kind, Opcodes.I2B, -1);
            case STRUCT_GET8_U -> narrow(out, kind, Opcodes.NOP, 0xFF);
            case STRUCT_GET16_S -> narrow(out, kind, Opcodes.I2S, -1);
            case STRUCT_GET16_U -> narrow(out, kind, Opcodes.I2C, -1);
            case ARRAY_GET8_U_SS -> narrow(out, kind, Opcodes.NOP, 0xFF);
            case ARRAY_GET16_U_SS -> narrow(out, kind, Opcodes.I2C, -1);
            case I31_GET_S, I31_GET_U -> {
                String method = op == Op.I31_GET_S ? "signed" : "unsigned";
                out.visitMethodInsn(Opcodes.INVOKEVIRTUAL, Names.I31, method, "()I", false);
            }
            default -> {
                return kind;
            }
        }
        return Kind.INT;
    }

    private static void narrow(MethodVisitor out, Kind kind, int opcode, int mask) {
        kind.convert(Kind.INT, out);
        if (opcode != Opcodes.NOP) {
            out.visitInsn(opcode);
        }
        if (mask != -1) {
            Constants.push(out, mask);
            out.visitInsn(Opcodes.IAND);
        }
    }

    /** 1 for null, 0 for anything else. Every local is defined before, or the frames would not be the same. */
    private static void isNull(BodyEmitter body, Insn insn) {
        MethodVisitor out = body.out();
        Label isNull = new Label();
        Label done = new Label();
        body.use(insn, 0, Kind.REF);
        out.visitJumpInsn(Opcodes.IFNULL, isNull);
        out.visitInsn(Opcodes.ICONST_0);
        body.def(insn, 0, Kind.INT);
        out.visitJumpInsn(Opcodes.GOTO, done);
        body.place(isNull);
        out.visitInsn(Opcodes.ICONST_1);
        body.def(insn, 0, Kind.INT);
        body.place(done);
    }

    /** Makes a structure and sets its fields, which nothing else sees before. */
    private static boolean struct(BodyEmitter body, Insn insn) {
        StructType type = (StructType) body.shape().types().composite(insn.operands[1]);
        if (insn.operands[3] > MAX_FIELDS) {
            return false;
        }
        MethodVisitor out = body.out();
        body.savePosition(insn);
        body.fuel().write();
        body.pushInstance();
        Constants.push(out, insn.operands[1]);
        out.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                Names.STRUCT_ACCESS,
                "createDefault",
                "(L" + Names.INSTANCE + ";I)L" + Names.STRUCT + ";",
                false);
        StructLayout layout = StructLayout.of(type);
        int[] uses = usesBySlot(body, insn);
        for (int i = 0; i < layout.numbers(); i++) {
            out.visitInsn(Opcodes.DUP);
            Constants.push(out, i);
            body.use(insn, uses[layout.slotOfNumber(i)], Kind.LONG);
            set(out, "set", "J");
        }
        for (int i = 0; i < layout.references(); i++) {
            out.visitInsn(Opcodes.DUP);
            Constants.push(out, i);
            body.use(insn, uses[layout.slotOfReference(i)], Kind.REF);
            set(out, "setRef", Kind.REF.descriptor);
        }
        body.def(insn, 0, Kind.REF);
        body.fuel().read();
        return true;
    }

    private static void set(MethodVisitor out, String name, String value) {
        out.visitMethodInsn(
                Opcodes.INVOKESTATIC, Names.STRUCT_ACCESS, name, "(Ljava/lang/Object;I" + value + ")V", false);
    }

    /** {@return by slot of the fields, from 0 on: the number of the use} */
    private static int[] usesBySlot(BodyEmitter body, Insn insn) {
        int[] uses = new int[insn.operands[3]];
        for (int i = 0; i < insn.useSlots.length; i++) {
            uses[body.analysis().slotOf(insn.useSlots[i]) - insn.operands[2]] = i;
        }
        return uses;
    }

    /** Branches to a label, or does not. */
    static void branch(BodyEmitter body, Insn insn, Label target) {
        MethodVisitor out = body.out();
        switch (insn.op) {
            case BR_ON_NULL -> {
                body.use(insn, 0, Kind.REF);
                out.visitJumpInsn(Opcodes.IFNULL, target);
            }
            case BR_ON_NON_NULL -> {
                body.use(insn, 0, Kind.REF);
                out.visitJumpInsn(Opcodes.IFNONNULL, target);
            }
            case BR_ON_CAST, BR_ON_CAST_ABSTRACT -> {
                test(body, insn);
                out.visitJumpInsn(Opcodes.IFNE, target);
            }
            case BR_ON_CAST_FAIL, BR_ON_CAST_ABSTRACT_FAIL -> {
                test(body, insn);
                out.visitJumpInsn(Opcodes.IFEQ, target);
            }
            default -> throw new IllegalStateException("no branch on a reference: " + insn.op);
        }
    }

    private static void test(BodyEmitter body, Insn insn) {
        Meaning meaning = MEANINGS.get(insn.op);
        if (meaning == null) {
            throw new IllegalStateException("no test: " + insn.op);
        }
        meaning.emit(body, insn);
    }
}
