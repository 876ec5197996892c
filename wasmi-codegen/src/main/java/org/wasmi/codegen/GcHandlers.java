package org.wasmi.codegen;

import org.wasmi.encoding.Op;
import org.wasmi.encoding.SlotType;

/** What the instructions on structures and arrays do, as Java statements; see {@link Handlers}. */
final class GcHandlers {
    private final Op op;
    private final Operands at;

    private GcHandlers(Op op, Operands at) {
        this.op = op;
        this.at = at;
    }

    /** {@return the statements for an instruction on structures or arrays} */
    static String statements(Op op, Operands at) {
        return new GcHandlers(op, at).statements();
    }

    private String statements() {
        return switch (op) {
            case STRUCT_NEW -> write("StructAccess.create(instance, " + at.raw(1) + ", st, rf, " + at.index(2) + ")");
            case STRUCT_NEW_DEFAULT -> write("StructAccess.createDefault(instance, " + at.raw(1) + ")");
            case STRUCT_GET -> write(field("get"));
            case STRUCT_GET8_S -> write("(byte) " + field("get"));
            case STRUCT_GET8_U -> write(field("get") + " & 0xFF");
            case STRUCT_GET16_S -> write("(short) " + field("get"));
            case STRUCT_GET16_U -> write(field("get") + " & 0xFFFF");
            case STRUCT_GET128 ->
                writeTwo(field("get"), "StructAccess.get(" + at.reference(1) + ", " + at.raw(2) + " + 1)");
            case STRUCT_GET_REF -> write(field("getRef"));
            case STRUCT_SET_S -> setField("set", "", at.numeric(2));
            case STRUCT_SET_I -> setField("set", "", at.raw(2));
            case STRUCT_SET128_S -> setField("set", "", at.numeric(2)) + "\n" + setField("set", " + 1", high(2));
            case STRUCT_SET_REF_S -> setField("setRef", "", at.reference(2));
            case ARRAY_NEW -> create("create", at.numeric(2), integer(3));
            case ARRAY_NEW128 -> create("create128", at.numeric(2), high(2), integer(3));
            case ARRAY_NEW_REF -> create("createRef", at.reference(2), integer(3));
            case ARRAY_NEW_DEFAULT -> create("createDefault", integer(2));
            case ARRAY_NEW_FIXED -> create("createFixed", "st", "rf", at.index(2), at.raw(3));
            case ARRAY_NEW_DATA -> create("createFromData", at.raw(2), integer(3), integer(4));
            case ARRAY_NEW_ELEM -> create("createFromElements", at.raw(2), integer(3), integer(4));
            case ARRAY_GET8_S_SS -> write(element("get8"));
            case ARRAY_GET8_U_SS -> write(element("get8") + " & 0xFF");
            case ARRAY_GET16_S_SS -> write(element("get16"));
            case ARRAY_GET16_U_SS -> write(element("get16") + " & 0xFFFF");
            case ARRAY_GET32_SS -> write(element("get32"));
            case ARRAY_GET64_SS -> write(element("get64"));
            case ARRAY_GET128_SS -> writeTwo(element("getLow"), element("getHigh"));
            case ARRAY_GET_REF_SS -> write(element("getRef"));
            case ARRAY_SET8 -> setElement("set8", "(byte) " + at.numeric(2));
            case ARRAY_SET16 -> setElement("set16", "(short) " + at.numeric(2));
            case ARRAY_SET32 -> setElement("set32", integer(2));
            case ARRAY_SET64 -> setElement("set64", at.numeric(2));
            case ARRAY_SET128 -> setElement("set128", at.numeric(2) + ", " + high(2));
            case ARRAY_SET_REF -> setElement("setRef", at.reference(2));
            case ARRAY_LEN -> write("ArrayAccess.length(" + at.reference(1) + ")");
            case ARRAY_FILL -> bulk("fill", at.reference(0), integer(1), at.numeric(2), integer(3));
            case ARRAY_FILL128 -> bulk("fill128", at.reference(0), integer(1), at.numeric(2), high(2), integer(3));
            case ARRAY_FILL_REF -> bulk("fillRef", at.reference(0), integer(1), at.reference(2), integer(3));
            case ARRAY_COPY -> bulk("copy", at.reference(0), integer(1), at.reference(2), integer(3), integer(4));
            case ARRAY_INIT_DATA ->
                bulk("initFromData", at.raw(0), at.reference(1), integer(2), integer(3), integer(4));
            case ARRAY_INIT_ELEM ->
                bulk("initFromElements", at.raw(0), at.reference(1), integer(2), integer(3), integer(4));
            default -> throw new IllegalArgumentException("neither on structures nor on arrays: " + op);
        };
    }

    private String write(String value) {
        return at.write(0, op.results().get(0), value);
    }

    /** Both halves are read before one is written: the result may lie where an operand is. */
    private String writeTwo(String low, String high) {
        return "long low = " + low + ";\n"
                + "long high = " + high + ";\n"
                + at.numeric(0) + " = low;\n"
                + high(0) + " = high;";
    }

    private String integer(int operand) {
        return at.read(operand, SlotType.I32);
    }

    /** The upper 64 bits of a vector. */
    private String high(int operand) {
        return "st[" + at.index(operand) + " + 1]";
    }

    private String field(String method) {
        return "StructAccess." + method + "(" + at.reference(1) + ", " + at.raw(2) + ")";
    }

    private String setField(String method, String more, String value) {
        return "StructAccess." + method + "(" + at.reference(0) + ", " + at.raw(1) + more + ", " + value + ");";
    }

    private String create(String method, String... arguments) {
        return write("ArrayAccess." + method + "(instance, " + at.raw(1) + ", " + String.join(", ", arguments) + ")");
    }

    private String element(String method) {
        return "ArrayAccess." + method + "(" + at.reference(1) + ", " + integer(2) + ")";
    }

    private String setElement(String method, String value) {
        return "ArrayAccess." + method + "(" + at.reference(0) + ", " + integer(1) + ", " + value + ");";
    }

    private String bulk(String method, String... arguments) {
        return "ArrayAccess." + method + "(instance, " + String.join(", ", arguments) + ");";
    }
}
