package org.wasmi.codegen;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.SlotType;

/**
 * What instructions of control do, as Java statements, written once for all executors; how one goes on is a {@link
 * Flow}. Besides what {@link Handlers} may use, the statements use {@code machine} and {@code fp}.
 */
final class Control {
    private Control() {}

    /** {@return whether an instruction compares and branches} */
    static boolean isCompareAndBranch(Op op) {
        return op.kind() == Op.Kind.BRANCH && op.relation().isPresent();
    }

    /** {@return all that an instruction does, of control or not} */
    static Body handler(Op op, Operands at, Flow flow) {
        return statements(op, at, flow).orElseGet(() -> {
            String straight = Handlers.statements(op, at)
                    .orElseThrow(() -> new IllegalStateException("nothing says what " + op + " does"));
            return new Body(straight + (op == Op.MEMORY_GROW ? "\n" + flow.memoryGrown() : ""), flow.next());
        });
    }

    /** {@return the statements for an instruction of control, or nothing if it is not one} */
    static Optional<Body> statements(Op op, Operands at, Flow flow) {
        return Optional.ofNullable(body(op, at, flow));
    }

    private static @Nullable Body body(Op op, Operands at, Flow flow) {
        if (isCompareAndBranch(op)) {
            return branch(Handlers.condition(op, at), flow);
        }
        return switch (op) {
            case BR -> new Body("", flow.jump());
            case BR_IF_NEZ -> branch(at.read(1, SlotType.I32) + " != 0", flow);
            case BR_IF_EQZ -> branch(at.read(1, SlotType.I32) + " == 0", flow);
            case BR_TABLE ->
                new Body(
                        "int entry = " + at.read(0, SlotType.I32) + ";\n"
                                + "int last = " + flow.targetCount() + " - 1;\n"
                                + "if (entry < 0 || entry > last) {\nentry = last;\n}",
                        flow.jumpTo("entry"));
            case TRAP -> new Body("throw new TrapException(Trap.of(" + at.raw(0) + "));", "");
            case THROW, THROW_REFS ->
                thrown("thrown(machine, " + at.raw(0) + ", " + at.index(1) + ", " + at.raw(2) + ")");
            case THROW_REF -> thrown("thrownAgain(" + at.reference(0) + ")");
            case CONSUME_FUEL ->
                new Body(
                        "if (!machine.consumeFuel(" + at.raw(0) + ", " + flow.nextPosition() + ")) {\n" + flow.resume()
                                + "\n}",
                        flow.next());
            case RETURN -> leave("", flow);
            case RETURN_S -> leave("st[fp] = " + at.numeric(0) + ";\n", flow);
            case RETURN_I -> leave("st[fp] = " + at.raw(0) + ";\n", flow);
            case RETURN_REF -> leave("rf[fp] = " + at.reference(0) + ";\n", flow);
            case RETURN_SPAN -> leave(span("st", at), flow);
            case RETURN_SPAN_REFS -> leave(span("st", at) + span("rf", at), flow);
            case CALL -> enter("", "machine.push((GuestFunction) " + function(at) + ", " + at.index(1) + ");", flow);
            case CALL_IMPORT -> enter("", call("call", function(at), at.index(1)), flow);
            case CALL_INDIRECT -> enter(callee(at), call("call", "callee", at.index(3)), flow);
            case RETURN_CALL, RETURN_CALL_IMPORT -> enter("", call("tailCall", function(at), at.index(1)), flow);
            case RETURN_CALL_INDIRECT -> enter(callee(at), call("tailCall", "callee", at.index(3)), flow);
            case CALL_REF -> enter(referredTo(at), call("call", "callee", at.index(2)), flow);
            case RETURN_CALL_REF -> enter(referredTo(at), call("tailCall", "callee", at.index(2)), flow);
            case BR_ON_NULL -> branch(at.reference(1) + " == null", flow);
            case BR_ON_NON_NULL -> branch(at.reference(1) + " != null", flow);
            case BR_ON_CAST, BR_ON_CAST_ABSTRACT -> branch(ReferenceHandlers.test(op, at), flow);
            case BR_ON_CAST_FAIL, BR_ON_CAST_ABSTRACT_FAIL -> branch("!" + ReferenceHandlers.test(op, at), flow);
            default -> null;
        };
    }

    private static Body branch(String condition, Flow flow) {
        return new Body("if (" + condition + ") {\n" + flow.jump() + "\n}", flow.next());
    }

    private static Body thrown(String exception) {
        return new Body("throw Exceptions." + exception + ";", "");
    }

    private static Body leave(String results, Flow flow) {
        return new Body(results + "machine.pop();", flow.resume());
    }

    private static Body enter(String callee, String call, Flow flow) {
        return new Body(callee + "machine.savePosition(" + flow.nextPosition() + ");\n" + call, flow.resume());
    }

    private static String span(String slots, Operands at) {
        return "System.arraycopy(" + slots + ", " + at.index(0) + ", " + slots + ", fp, " + at.raw(1) + ");\n";
    }

    private static String function(Operands at) {
        return Handlers.access("functionAt", at.raw(0));
    }

    private static String callee(Operands at) {
        return "FunctionState callee = Calls.indirect(instance, " + at.raw(0) + ", " + at.raw(1) + ", "
                + at.read(2, SlotType.I32) + ");\n";
    }

    private static String referredTo(Operands at) {
        return "FunctionState callee = Calls.referredTo(instance, " + at.raw(0) + ", " + at.reference(1) + ");\n";
    }

    private static String call(String method, String function, String framePointer) {
        return "Calls." + method + "(machine, " + function + ", " + framePointer + ");";
    }
}
