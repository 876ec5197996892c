package org.wasmi.codegen;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.wasmi.encoding.Format;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.SlotType;

/**
 * Writes {@code SwitchLoop}: the hot instructions and control in the main loop, the rest in methods by ranges of codes.
 * Small methods compile better: see RATIONALE.md.
 */
final class SwitchLoopWriter {
    /** How many instructions a method beside the main loop holds at the most. */
    private static final int RARE_OPS = 48;

    private static final String RARE_PARAMETERS =
            "int op, int[] code, int ip, long[] st, @Nullable Object[] rf, int fp, byte[] mem, int size, Instance instance";
    private static final String RARE_ARGUMENTS = "op, code, ip, st, rf, fp, mem, size, instance";

    private final String packageName;
    private final List<Op> main = new ArrayList<>();
    private final List<List<Op>> rare = new ArrayList<>();

    SwitchLoopWriter(String packageName) {
        this.packageName = packageName;
        for (Op op : Op.values()) {
            if (op.isHot() || (control(op).isPresent() && !isCompareAndBranch(op))) {
                main.add(op);
                if (op.code() != main.size() - 1) {
                    throw new IllegalStateException(op + " should be among the first codes, as all of the main loop");
                }
            } else {
                if (rare.isEmpty() || rare.get(rare.size() - 1).size() == RARE_OPS) {
                    rare.add(new ArrayList<>());
                }
                rare.get(rare.size() - 1).add(op);
            }
        }
    }

    String source() {
        JavaWriter out = new JavaWriter();
        out.lines("package " + packageName + ";");
        out.lines("""

                import org.jspecify.annotations.Nullable;
                import org.wasmi.encoding.Trap;
                import org.wasmi.encoding.TrapException;
                import org.wasmi.encoding.numeric.Numerics;
                import org.wasmi.exec.Calls;
                import org.wasmi.exec.GuestFunction;
                import org.wasmi.exec.Instance;
                import org.wasmi.exec.LinkedCode;
                import org.wasmi.exec.Machine;
                import org.wasmi.exec.MemoryAccess;
                import org.wasmi.exec.WasmFunction;

                /** Loop and match over canonical code. The state is in locals; frames are on the machine, never on the Java stack. */
                final class SwitchLoop {
                private SwitchLoop() {}

                static void run(Machine machine, int base) {
                GuestFunction function = machine.function();
                if (!(function.linked() instanceof SwitchCode entered)) {
                return;
                }
                int[] code = entered.words;
                int ip = machine.position();
                int fp = machine.framePointer();
                long[] st = machine.slots();
                @Nullable Object[] rf = machine.references();
                Instance instance = function.instance();
                byte[] mem = instance.memoryArray();
                int size = instance.memorySize();
                try {
                for (;;) {
                int op = code[ip];
                switch (op) {
                """);
        for (Op op : main) {
            out.lines("case OpCodes." + op.name() + ": {");
            out.lines(control(op).orElseGet(() -> straight(op)));
            out.lines("}");
        }
        out.lines("default: {");
        out.lines("ip = rare(" + RARE_ARGUMENTS + ");");
        out.lines("""
                if (op == OpCodes.MEMORY_GROW) {
                mem = instance.memoryArray();
                size = instance.memorySize();
                }
                continue;
                }
                }
                // Frames have come or gone, or the host has had control: take up the frame on top.
                if (machine.depth() == base) {
                return;
                }
                function = machine.function();
                LinkedCode linked = function.linked();
                if (!(linked instanceof SwitchCode next)) {
                return;
                }
                code = next.words;
                ip = machine.position();
                fp = machine.framePointer();
                st = machine.slots();
                rf = machine.references();
                instance = function.instance();
                mem = instance.memoryArray();
                size = instance.memorySize();
                }
                } catch (Throwable exception) {
                // Any position behind the start of the instruction at fault tells the backtrace which it is.
                machine.savePosition(ip + 1);
                throw exception;
                }
                }
                """);
        dispatcher(out);
        for (List<Op> ops : rare) {
            rareMethod(out, ops);
        }
        out.lines("""

                private static long wide(int[] code, int at) {
                return (code[at] & 0xFFFF_FFFFL) | ((long) code[at + 1] << 32);
                }
                }
                """);
        return out.source();
    }

    private void dispatcher(JavaWriter out) {
        out.lines("\nprivate static int rare(" + RARE_PARAMETERS + ") {");
        for (List<Op> ops : rare.subList(0, rare.size() - 1)) {
            out.lines("if (op <= OpCodes." + ops.get(ops.size() - 1).name() + ") {");
            out.lines("return " + rareName(ops) + "(" + RARE_ARGUMENTS + ");");
            out.lines("}");
        }
        out.lines("return " + rareName(rare.get(rare.size() - 1)) + "(" + RARE_ARGUMENTS + ");");
        out.lines("}");
    }

    private static String rareName(List<Op> ops) {
        return "rareFrom" + ops.get(0).code();
    }

    private static void rareMethod(JavaWriter out, List<Op> ops) {
        out.lines("\nprivate static int " + rareName(ops) + "(" + RARE_PARAMETERS + ") {");
        out.lines("switch (op) {");
        for (Op op : ops) {
            out.lines("case OpCodes." + op.name() + ": {");
            if (isCompareAndBranch(op)) {
                out.lines("if (" + Handlers.condition(op, new WordOperands(op.format())) + ") {");
                out.lines("return ip + code[ip + 1];");
                out.lines("}");
            } else {
                out.lines(statements(op));
            }
            out.lines("return ip + " + op.format().words() + ";");
            out.lines("}");
        }
        out.lines("default: {");
        out.lines("throw new IllegalStateException(\"no instruction has code \" + op);");
        out.lines("}");
        out.lines("}");
        out.lines("}");
    }

    private static String straight(Op op) {
        return statements(op) + "\nip += " + op.format().words() + ";\ncontinue;";
    }

    private static String statements(Op op) {
        return Handlers.statements(op, new WordOperands(op.format()))
                .orElseThrow(() -> new IllegalStateException("no handler for " + op));
    }

    private static boolean isCompareAndBranch(Op op) {
        return op.format() == Format.BSS || op.format() == Format.BSI;
    }

    /** What an instruction of control does in this loop; {@code break} leads to the frame that is then on top. */
    private static Optional<String> control(Op op) {
        WordOperands at = new WordOperands(op.format());
        if (isCompareAndBranch(op)) {
            return Optional.of(branch(op, Handlers.condition(op, at)));
        }
        String next = "machine.savePosition(ip + " + op.format().words() + ");\n";
        return Optional.ofNullable(
                switch (op) {
                    case BR -> "ip += " + at.raw(0) + ";\ncontinue;";
                    case BR_IF_NEZ -> branch(op, at.read(1, op.inputs().get(0)) + " != 0");
                    case BR_IF_EQZ -> branch(op, at.read(1, op.inputs().get(0)) + " == 0");
                    case BR_TABLE -> """
                            int entry = (int) st[fp + code[ip + 1]];
                            int last = code[ip + 2] - 1;
                            if (entry < 0 || entry > last) {
                            entry = last;
                            }
                            ip += code[ip + 3 + entry];
                            continue;
                            """;
                    case TRAP -> "throw new TrapException(Trap.of(" + at.raw(0) + "));";
                    case CONSUME_FUEL -> "machine.consumeFuel(" + at.raw(0) + ");\nip += 2;\ncontinue;";
                    case RETURN -> "machine.pop();\nbreak;";
                    case RETURN_S -> "st[fp] = " + at.numeric(0) + ";\nmachine.pop();\nbreak;";
                    case RETURN_I -> "st[fp] = " + at.raw(0) + ";\nmachine.pop();\nbreak;";
                    case RETURN_REF -> "rf[fp] = " + at.reference(0) + ";\nmachine.pop();\nbreak;";
                    case RETURN_SPAN -> returnSpan(at, "st") + "machine.pop();\nbreak;";
                    case RETURN_SPAN_REFS -> returnSpan(at, "st") + returnSpan(at, "rf") + "machine.pop();\nbreak;";
                    case CALL ->
                        next + "machine.push((GuestFunction) instance.functionAt(" + at.raw(0) + "), " + at.index(1)
                                + ");\nbreak;";
                    case CALL_IMPORT ->
                        next + "Calls.call(machine, instance.functionAt(" + at.raw(0) + "), " + at.index(1)
                                + ");\nbreak;";
                    case CALL_INDIRECT ->
                        indirect(at) + next + "Calls.call(machine, callee, " + at.index(3) + ");\nbreak;";
                    case RETURN_CALL, RETURN_CALL_IMPORT ->
                        next + "Calls.tailCall(machine, instance.functionAt(" + at.raw(0) + "), " + at.index(1)
                                + ");\nbreak;";
                    case RETURN_CALL_INDIRECT ->
                        indirect(at) + next + "Calls.tailCall(machine, callee, " + at.index(3) + ");\nbreak;";
                    default -> null;
                });
    }

    private static String branch(Op op, String condition) {
        return "if (" + condition + ") {\nip += code[ip + 1];\ncontinue;\n}\nip += "
                + op.format().words() + ";\ncontinue;";
    }

    private static String returnSpan(WordOperands at, String slots) {
        return "System.arraycopy(" + slots + ", " + at.index(0) + ", " + slots + ", fp, " + at.raw(1) + ");\n";
    }

    private static String indirect(WordOperands at) {
        return "WasmFunction callee = Calls.indirect(instance, " + at.raw(0) + ", " + at.raw(1) + ", "
                + at.read(2, SlotType.I32) + ");\n";
    }
}
