package org.wasmi.codegen;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.Format;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.OperandKind;
import org.wasmi.encoding.SlotType;

/**
 * What each instruction does, as Java statements, written once for all executors: everything but control, which is what
 * executors differ in. The statements may use {@code st} and {@code rf} (the numeric and reference halves of the
 * slots), {@code mem} and {@code size} (memory 0) and {@code instance}. What a numeric operator means is in {@code
 * Numerics}.
 */
final class Handlers {
    private final Op op;
    private final Operands at;
    private final List<Integer> valueOperands = new ArrayList<>();

    private Handlers(Op op, Operands at) {
        this.op = op;
        this.at = at;
        List<OperandKind> kinds = op.format().operands();
        for (int i = 0; i < kinds.size(); i++) {
            if (isValue(kinds.get(i))) {
                valueOperands.add(i);
            }
        }
    }

    private static boolean isValue(OperandKind kind) {
        return kind == OperandKind.SLOT || kind == OperandKind.IMM32 || kind == OperandKind.IMM64;
    }

    /** {@return the statements for an instruction, or nothing if it is one of control} */
    static Optional<String> statements(Op op, Operands at) {
        return Optional.ofNullable(new Handlers(op, at).straight());
    }

    /** {@return whether the statements for an instruction use {@code instance}} */
    static boolean useInstance(Op op) {
        return !op.indexSpaces().isEmpty() || op.isBulk() || op == Op.CHARGE_FUEL || op == Op.CHARGE_FUEL64;
    }

    /** {@return the condition under which a fused compare-and-branch branches} */
    static String condition(Op op, Operands at) {
        return new Handlers(op, at).comparison(0);
    }

    private @Nullable String straight() {
        if (op.kind() == Op.Kind.STRUCT || op.kind() == Op.Kind.ARRAY) {
            return GcHandlers.statements(op, at);
        } else if (op.touchesVectors()) {
            return VectorHandlers.statements(op, at);
        }
        return switch (op.kind()) {
            case NUMERIC -> numeric();
            case SELECT ->
                write((op.relation().isPresent() ? comparison(2) : in(2) + " != 0") + " ? " + in(0) + " : " + in(1));
            case LOAD -> write(load());
            case STORE -> store();
            case ATOMIC -> AtomicHandlers.statements(op, at);
            default -> irregular();
        };
    }

    private String numeric() {
        if (op.results().size() == 2) {
            return writePair(application(op.operator() + "_low", 0), application(op.operator() + "_high", 0));
        }
        return write(op.relation().isPresent() ? comparison(0) + " ? 1 : 0" : application(0));
    }

    private String comparison(int firstInput) {
        if (op.relation().isEmpty()) {
            throw new IllegalStateException("no comparison: " + op);
        }
        return application(firstInput);
    }

    /** The call of the operator's method, its arguments being the inputs from a given one on. */
    private String application(int firstInput) {
        return application(op.operator(), firstInput);
    }

    private String application(String operator, int firstInput) {
        List<String> arguments = new ArrayList<>();
        for (int i = firstInput; i < op.inputs().size(); i++) {
            arguments.add(in(i));
        }
        return "Numerics." + methodName(operator) + "(" + String.join(", ", arguments) + ")";
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

    /** The value of an input: a slot or an immediate. */
    private String in(int input) {
        int operand = valueOperands.get(input);
        SlotType type = op.inputs().get(input);
        return switch (op.format().operands().get(operand)) {
            case IMM32 -> type == SlotType.F32 ? "Float.intBitsToFloat(" + at.raw(operand) + ")" : at.raw(operand);
            case IMM64 -> type == SlotType.F64 ? "Double.longBitsToDouble(" + at.wide(operand) + ")" : at.wide(operand);
            default -> at.read(operand, type);
        };
    }

    /** Writes two consecutive slots, for which all is read before. */
    private String writePair(String first, String second) {
        return "long first = " + first + ";\n"
                + "long second = " + second + ";\n"
                + at.numeric(0) + " = first;\n"
                + at.high(0) + " = second;";
    }

    private String write(String value) {
        return at.write(0, op.results().get(0), value);
    }

    private String load() {
        String access =
                switch (op.operator()) {
                    case "load8_s", "load8_u" -> "load8";
                    case "load16_s", "load16_u" -> "load16";
                    case "load32_s", "load32_u" -> "load32";
                    case "load64" -> "load64";
                    default -> throw new IllegalStateException("no load: " + op);
                };
        String value = "MemoryAccess." + access + "(" + address(op, at, 1) + ")";
        return switch (op.operator()) {
            case "load8_u" -> value + " & 0xFF";
            case "load16_u" -> value + " & 0xFFFF";
            case "load32_u" -> value + " & 0xFFFF_FFFFL";
            default -> value;
        };
    }

    private String store() {
        String value =
                switch (op.format()) {
                    case SOI -> at.raw(2);
                    default -> at.numeric(2);
                };
        String cast =
                switch (op.operator()) {
                    case "store8" -> "(byte) ";
                    case "store16" -> "(short) ";
                    case "store32" -> op.format() == Format.SOI ? "" : "(int) ";
                    case "store64" -> "";
                    default -> throw new IllegalStateException("no store: " + op);
                };
        return "MemoryAccess." + op.operator() + "(" + address(op, at, 0) + ", " + cast + value + ");";
    }

    /**
     * {@return the arguments that say where to load or store, the address being in a given operand and the offset in
     * the next, unless the address is the sum of both, the second perhaps shifted by the one after; the memory is the
     * last operand, if it is not memory 0}
     */
    static String address(Op op, Operands at, int operand) {
        if (op.loadsAtSum()) {
            Handlers handlers = new Handlers(op, at);
            String second = handlers.in(1);
            String sum = op.loadsAtShiftedSum() ? "(" + second + " << " + handlers.in(2) + ")" : second;
            return "mem, size, " + handlers.in(0) + " + " + sum + ", 0";
        }
        String address = at.read(operand, op.inputs().get(0));
        if (op.accessesMemory0()) {
            return "mem, size, " + address + ", " + at.raw(operand + 1);
        }
        int memory = op.format().operands().size() - 1;
        return access("memoryAt", at.raw(memory)) + ", " + address + ", " + at.wide(operand + 1);
    }

    private @Nullable String irregular() {
        return switch (op) {
            case COPY, COPY_REF -> write(in(0));
            case COPY2 -> writePair(in(0), in(1));
            case COPY_SPAN -> copySpan("st");
            case COPY_SPAN_REFS -> copySpan("st") + "\n" + copySpan("rf");
            case CONST32 -> write(at.raw(1));
            case CONST64 -> write(at.wide(1));
            case GLOBAL_GET -> write(access("globalGet", at.raw(1)));
            case GLOBAL_GET_REF -> write(access("globalGetRef", at.raw(1)));
            case GLOBAL_SET -> access("globalSet", at.raw(0), in(0)) + ";";
            case GLOBAL_SET_I -> access("globalSet", at.raw(0), at.raw(1)) + ";";
            case GLOBAL_SET_REF -> access("globalSetRef", at.raw(0), in(0)) + ";";
            case MEMORY_SIZE -> write(memory(1) + ".pages()");
            case MEMORY_GROW -> write(memory(1) + ".grow(" + in(0) + " & 0xFFFF_FFFFL)");
            case MEMORY_GROW64 -> write(memory(1) + ".grow(" + in(0) + ")");
            case MEMORY_FILL, MEMORY_FILL64 ->
                "MemoryAccess.fill(" + memory(0) + ", " + in(0) + ", " + in(1) + ", " + in(2) + ");";
            case MEMORY_COPY, MEMORY_COPY64 ->
                "MemoryAccess.copy(" + memory(0) + ", " + in(0) + ", " + memory(1) + ", " + in(1) + ", " + in(2) + ");";
            case MEMORY_INIT, MEMORY_INIT64 ->
                "MemoryAccess.init(" + memory(0) + ", " + in(0) + ", " + access("dataAt", at.raw(1)) + ", " + in(1)
                        + ", " + in(2) + ");";
            case DATA_DROP -> access("dropData", at.raw(0)) + ";";
            case REF_NULL -> write("null");
            case REF_FUNC -> write(access("functionAt", at.raw(1)));
            case REF_IS_NULL -> write(in(0) + " == null ? 1 : 0");
            case TABLE_GET -> write(access("tableGet", at.raw(1), in(0)));
            case TABLE_SET -> access("tableSet", at.raw(0), in(0), in(1)) + ";";
            case TABLE_SIZE -> write(access("tableSize", at.raw(1)));
            case TABLE_GROW -> write(access("tableGrow", at.raw(1), in(0), in(1)));
            case TABLE_FILL -> access("tableFill", at.raw(0), in(0), in(1), in(2)) + ";";
            case TABLE_COPY -> access("tableCopy", at.raw(0), at.raw(1), in(0), in(1), in(2)) + ";";
            case TABLE_INIT -> access("tableInit", at.raw(0), at.raw(1), in(0), in(1), in(2)) + ";";
            case ELEM_DROP -> access("dropElement", at.raw(0)) + ";";
            case REF_EQ_SS -> write("ReferenceAccess.areEqual(" + in(0) + ", " + in(1) + ") ? 1 : 0");
            case REF_AS_NON_NULL -> write("ReferenceAccess.nonNull(" + in(0) + ")");
            case REF_TEST, REF_TEST_ABSTRACT -> write(ReferenceHandlers.test(op, at) + " ? 1 : 0");
            case REF_CAST, REF_CAST_ABSTRACT -> write(ReferenceHandlers.cast(op, at));
            case REF_I31 -> write("I31.of(" + in(0) + ")");
            case I31_GET_S -> write("ReferenceAccess.i31(" + in(0) + ").signed()");
            case I31_GET_U -> write("ReferenceAccess.i31(" + in(0) + ").unsigned()");
            case CHARGE_FUEL, CHARGE_FUEL64 -> access("chargeFuel", in(0), at.raw(1)) + ";";
            default -> null;
        };
    }

    private String memory(int operand) {
        return access("memoryAt", at.raw(operand));
    }

    /** {@return a call of a method of {@code StoreAccess}} */
    static String access(String method, String... arguments) {
        return "StoreAccess." + method + "(instance, " + String.join(", ", arguments) + ")";
    }

    private String copySpan(String slots) {
        return "System.arraycopy(" + slots + ", " + at.index(1) + ", " + slots + ", " + at.index(0) + ", " + at.raw(2)
                + ");";
    }
}
