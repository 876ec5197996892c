package org.wasmi.codegen;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.Format;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.SlotType;

/**
 * What instructions of control do, as Java statements, written once for all executors; how one goes on is a {@link Flow}.
 * Besides what {@link Handlers} may use, the statements use {@code machine} and {@code fp}.
 */
final class Control {
    private Control() {}

    /** {@return whether an instruction is one of control} */
    static boolean is(Op op) {
        return statements(op, new FieldOperands(), new NodeFlow(false)).isPresent();
    }

    /** {@return whether an instruction compares and branches} */
    static boolean isCompareAndBranch(Op op) {
        return op.format() == Format.BSS || op.format() == Format.BSI;
    }

    /** {@return all that an instruction does, of control or not} */
    static String handler(Op op, Operands at, Flow flow) {
        return statements(op, at, flow).orElseGet(() -> {
            String straight = Handlers.statements(op, at)
                    .orElseThrow(() -> new IllegalStateException("nothing says what " + op + " does"));
            return straight + "\n" + (op == Op.MEMORY_GROW ? flow.memoryGrown() + "\n" : "") + flow.next();
        });
    }

    /** {@return the statements for an instruction of control, or nothing if it is not one} */
    static Optional<String> statements(Op op, Operands at, Flow flow) {
        return Optional.ofNullable(text(op, at, flow));
    }

    private static @Nullable String text(Op op, Operands at, Flow flow) {
        if (isCompareAndBranch(op)) {
            return branch(Handlers.condition(op, at), flow);
        }
        String leave = "machine.savePosition(" + flow.nextPosition() + ");\n";
        String pop = "machine.pop();\n" + flow.resume();
        return switch (op) {
            case BR -> flow.jump();
            case BR_IF_NEZ -> branch(at.read(1, SlotType.I32) + " != 0", flow);
            case BR_IF_EQZ -> branch(at.read(1, SlotType.I32) + " == 0", flow);
            case BR_TABLE ->
                "int entry = " + at.read(0, SlotType.I32) + ";\n"
                        + "int last = " + flow.targetCount() + " - 1;\n"
                        + "if (entry < 0 || entry > last) {\nentry = last;\n}\n"
                        + flow.jumpTo("entry");
            case TRAP -> "throw new TrapException(Trap.of(" + at.raw(0) + "));";
            case CONSUME_FUEL ->
                "if (!machine.consumeFuel(" + at.raw(0) + ", " + flow.nextPosition() + ")) {\n" + flow.resume()
                        + "\n}\n" + flow.next();
            case RETURN -> pop;
            case RETURN_S -> "st[fp] = " + at.numeric(0) + ";\n" + pop;
            case RETURN_I -> "st[fp] = " + at.raw(0) + ";\n" + pop;
            case RETURN_REF -> "rf[fp] = " + at.reference(0) + ";\n" + pop;
            case RETURN_SPAN -> span("st", at) + pop;
            case RETURN_SPAN_REFS -> span("st", at) + span("rf", at) + pop;
            case CALL ->
                leave + "machine.push((GuestFunction) " + function(at) + ", " + at.index(1) + ");\n" + flow.resume();
            case CALL_IMPORT -> leave + call("call", function(at), at.index(1)) + flow.resume();
            case CALL_INDIRECT -> callee(at) + leave + call("call", "callee", at.index(3)) + flow.resume();
            case RETURN_CALL, RETURN_CALL_IMPORT -> leave + call("tailCall", function(at), at.index(1)) + flow.resume();
            case RETURN_CALL_INDIRECT -> callee(at) + leave + call("tailCall", "callee", at.index(3)) + flow.resume();
            default -> null;
        };
    }

    private static String branch(String condition, Flow flow) {
        return "if (" + condition + ") {\n" + flow.jump() + "\n}\n" + flow.next();
    }

    private static String span(String slots, Operands at) {
        return "System.arraycopy(" + slots + ", " + at.index(0) + ", " + slots + ", fp, " + at.raw(1) + ");\n";
    }

    private static String function(Operands at) {
        return Handlers.access("functionAt", at.raw(0));
    }

    private static String callee(Operands at) {
        return "WasmFunction callee = Calls.indirect(instance, " + at.raw(0) + ", " + at.raw(1) + ", "
                + at.read(2, SlotType.I32) + ");\n";
    }

    private static String call(String method, String function, String framePointer) {
        return "Calls." + method + "(machine, " + function + ", " + framePointer + ");\n";
    }
}
