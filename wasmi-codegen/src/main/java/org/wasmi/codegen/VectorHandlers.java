package org.wasmi.codegen;

import java.util.ArrayList;
import java.util.List;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.SlotType;
import org.wasmi.encoding.VectorShape;

/**
 * What each instruction that touches a vector does, as Java statements, written once for all executors. A vector is two
 * slots, of which both are read before one is written. What an operator means for one half is in {@code Vectors}; the
 * {@link VectorShape} of an operator says which halves go into which.
 */
final class VectorHandlers {
    private final Op op;
    private final Operands at;

    private VectorHandlers(Op op, Operands at) {
        this.op = op;
        this.at = at;
    }

    /** {@return the statements for an instruction that touches a vector} */
    static String statements(Op op, Operands at) {
        return new VectorHandlers(op, at).statements();
    }

    private String statements() {
        return switch (op.kind()) {
            case VECTOR -> computation();
            case LOAD -> load();
            case STORE -> store();
            case CONSTANT -> write(at.wide(1), at.wide(2));
            case SELECT ->
                "int chosen = " + at.read(3, SlotType.I32) + " != 0 ? " + at.index(1) + " : " + at.index(2) + ";\n"
                        + write("st[chosen]", "st[chosen + 1]");
            case GLOBAL ->
                op.results().isEmpty()
                        ? Handlers.access("globalSetV128", at.raw(0), at.low(1), at.high(1)) + ";"
                        : write(Handlers.access("globalGet", at.raw(1)), Handlers.access("globalGetHigh", at.raw(1)));
            default -> throw new IllegalStateException("nothing says what " + op + " does");
        };
    }

    /** {@return statements that set both halves of the result, which may overlap what they are computed from} */
    private String write(String low, String high) {
        return "long low = " + low + ";\nlong high = " + high + ";\n" + writeHalves();
    }

    private String writeHalves() {
        return at.low(0) + " = low;\n" + at.high(0) + " = high;";
    }

    private String computation() {
        return switch (VectorShape.of(op)) {
            case HALVES -> write(call(halves(false)), call(halves(true)));
            case NARROW ->
                op.inputs().size() == 2
                        ? write(call(at.low(1), at.high(1)), call(at.low(2), at.high(2)))
                        : write(call(at.low(1), at.high(1)), "0");
            case WIDEN_LOW -> write(call(quarters(false, false)), call(quarters(false, true)));
            case WIDEN_HIGH -> write(call(quarters(true, false)), call(quarters(true, true)));
            case REDUCE -> at.write(0, op.results().get(0), call(at.low(1), at.high(1)));
            case SPLAT ->
                "long low = " + call(at.read(1, op.inputs().get(0))) + ";\nlong high = low;\n" + writeHalves();
            case SWIZZLE -> write(call(at.low(1), at.high(1), at.low(2)), call(at.low(1), at.high(1), at.high(2)));
            case SHUFFLE -> write(call(shuffled(at.wide(3))), call(shuffled(at.wide(4))));
            case EXTRACT -> lane(2) + at.write(0, op.results().get(0), method(op) + "(" + half(1) + ", lane)");
            case REPLACE ->
                lane(3) + replace(1, method(op), at.read(2, op.inputs().get(1)));
        };
    }

    private String call(String... arguments) {
        return call(List.of(arguments));
    }

    private String call(List<String> arguments) {
        return method(op) + "(" + String.join(", ", arguments) + ")";
    }

    /** {@return the operands: of vectors a half, of numbers all} */
    private List<String> halves(boolean high) {
        List<String> halves = new ArrayList<>();
        for (int i = 0; i < op.inputs().size(); i++) {
            SlotType type = op.inputs().get(i);
            halves.add(type != SlotType.V128 ? at.read(i + 1, type) : high ? at.high(i + 1) : at.low(i + 1));
        }
        return halves;
    }

    /** {@return the lower or upper 32 bits of a half of each operand} */
    private List<String> quarters(boolean high, boolean upper) {
        return halves(high).stream().map(half -> quarter(half, upper)).toList();
    }

    private static String quarter(String half, boolean upper) {
        return upper ? "(int) (" + half + " >>> 32)" : "(int) " + half;
    }

    private List<String> shuffled(String numbers) {
        return List.of(at.low(1), at.high(1), at.low(2), at.high(2), numbers);
    }

    private String lane(int operand) {
        return "int lane = " + at.raw(operand) + ";\n";
    }

    /** {@return the half of an operand that has the lane} */
    private String half(int operand) {
        return "st[" + at.index(operand) + " + (lane >> " + Integer.numberOfTrailingZeros(op.lanes() / 2) + ")]";
    }

    /** {@return statements that write a vector with another value of the lane} */
    private String replace(int vector, String method, String value) {
        String start = method + "(";
        String rest = ", lane, " + value + ");";
        return "long low = " + at.low(vector) + ";\nlong high = " + at.high(vector) + ";\n"
                + "if (lane < " + op.lanes() / 2 + ") {\nlow = " + start + "low" + rest + "\n} else {\nhigh = " + start
                + "high" + rest + "\n}\n" + writeHalves();
    }

    private String load() {
        String name = op.operator().substring("v128.load".length());
        if (name.isEmpty()) {
            return write(access("load128Low", 1), access("load128High", 1));
        }
        if (op.lanes() != 0) {
            int width = 128 / op.lanes();
            return "long loaded = " + access("load" + width, 1) + ";\n"
                    + lane(4)
                    + replace(3, laneMethod("replace_lane", width), width == 64 ? "loaded" : "(int) loaded");
        }
        if (name.endsWith("_splat")) {
            int width = Integer.parseInt(name.substring(0, name.indexOf('_')));
            return "long low = Vectors." + Handlers.methodName(shape(width) + ".splat") + "("
                    + access("load" + width, 1) + ");\nlong high = low;\n" + writeHalves();
        }
        if (name.endsWith("_zero")) {
            return write(name.startsWith("32") ? access("load32", 1) + " & 0xFFFF_FFFFL" : access("load64", 1), "0");
        }
        String widen = "Vectors." + Handlers.methodName(VectorShape.widening(op)) + "(";
        return "long loaded = " + access("load64", 1) + ";\n"
                + write(widen + quarter("loaded", false) + ")", widen + quarter("loaded", true) + ")");
    }

    private String store() {
        if (op.lanes() == 0) {
            return access("store128", 0, at.low(2), at.high(2)) + ";";
        }
        int width = 128 / op.lanes();
        String value = laneMethod(width < 32 ? "extract_lane_u" : "extract_lane", width) + "(" + half(2) + ", lane)";
        String cast = width == 8 ? "(byte) " : width == 16 ? "(short) " : "";
        return lane(3) + access("store" + width, 0, cast + value) + ";";
    }

    private static String laneMethod(String operator, int width) {
        return "Vectors." + Handlers.methodName(shape(width) + "." + operator);
    }

    private static String shape(int width) {
        return "i" + width + "x" + 128 / width;
    }

    /** {@return an access to a memory, at the address that an operand is, the offset being the next} */
    private String access(String method, int address, String... values) {
        String start = "MemoryAccess." + method + "(" + Handlers.address(op, at, address);
        return values.length == 0 ? start + ")" : start + ", " + String.join(", ", values) + ")";
    }

    /** {@return the method of an operator} */
    private static String method(Op op) {
        return "Vectors." + Handlers.methodName(VectorShape.operatorOnHalves(op));
    }
}
