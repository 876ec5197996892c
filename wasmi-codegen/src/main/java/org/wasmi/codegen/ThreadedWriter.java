package org.wasmi.codegen;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.OperandKind;

/**
 * Writes the handlers of one of the threaded executors: a nested class for each instruction, and the way to make them.
 */
final class ThreadedWriter {
    /** The number of instructions for which a method of the factory is small enough to be compiled. */
    private static final int FACTORY_OPS = 256;

    /** The kinds of instructions of which none but the hot ones have a node class. */
    private static final Set<Op.Kind> SHARED = EnumSet.of(Op.Kind.VECTOR);

    private final String packageName;
    private final ThreadedStyle style;

    ThreadedWriter(String packageName, ThreadedStyle style) {
        this.packageName = packageName;
        this.style = style;
    }

    String source() {
        JavaWriter out = new JavaWriter();
        out.lines("package " + packageName + ";");
        out.lines("""

                import org.jspecify.annotations.Nullable;
                import org.wasmi.encoding.InstructionDecoder;
                import org.wasmi.encoding.Op;
                import org.wasmi.encoding.error.Trap;
                import org.wasmi.encoding.error.TrapException;
                import org.wasmi.encoding.numeric.Numerics;
                import org.wasmi.encoding.numeric.Vectors;
                import org.wasmi.exec.runtime.ArrayAccess;
                import org.wasmi.exec.runtime.AtomicAccess;
                import org.wasmi.exec.runtime.Calls;
                import org.wasmi.exec.runtime.Exceptions;
                import org.wasmi.exec.runtime.FunctionState;
                import org.wasmi.exec.runtime.GuestFunction;
                import org.wasmi.exec.runtime.I31;
                import org.wasmi.exec.runtime.InstanceState;
                import org.wasmi.exec.runtime.Machine;
                import org.wasmi.exec.runtime.MemoryAccess;
                import org.wasmi.exec.runtime.ReferenceAccess;
                import org.wasmi.exec.runtime.StoreAccess;
                import org.wasmi.exec.runtime.StructAccess;
                """);
        out.lines("\n/** The handlers of the executor {@code " + style.name().toLowerCase(Locale.ROOT)
                + "}; each class is loaded when code first uses it. */");
        out.lines("final class " + style.className() + " {");
        out.lines("private " + style.className() + "() {}");
        factory(out);
        for (Op op : Op.values()) {
            if (style == ThreadedStyle.INDIRECT) {
                handler(out, op);
            } else if (hasNodeClass(op)) {
                node(out, op);
            }
        }
        out.lines("}");
        return out.source();
    }

    /**
     * {@return whether an instruction has a node class of its own} The others share one, {@code HandlerNode}, which
     * costs a dispatch more each time but saves two classes for each instruction. That is for families of many
     * instructions that do more than a scalar operator does. Instructions with a table of targets need a class.
     */
    static boolean hasNodeClass(Op op) {
        return op.isHot() || !(SHARED.contains(op.kind()) || op.touchesVectors());
    }

    /** Writes the factory: a method for so many instructions, the last case of which calls the next. */
    private void factory(JavaWriter out) {
        boolean indirect = style == ThreadedStyle.INDIRECT;
        List<Op> ops = Stream.of(Op.values())
                .filter(op -> indirect || hasNodeClass(op))
                .toList();
        String parameters = indirect ? "(Op op)" : "(InstructionDecoder at, int[] code)";
        String result = "static " + (indirect ? "Handler" : "Node") + " create";
        out.lines(
                indirect
                        ? "\n/** {@return a new handler for an instruction} */"
                        : "\n/** {@return a new node for the instruction that a decoder is at, given the words of "
                                + "its code} */");
        String visibility = "";
        for (int from = 0; from < ops.size(); from += FACTORY_OPS) {
            int to = Math.min(from + FACTORY_OPS, ops.size());
            out.lines(visibility + result + (from == 0 ? "" : from) + parameters + " {");
            out.lines("switch (" + (indirect ? "op" : "at.op()") + ") {");
            ops.subList(from, to)
                    .forEach(op -> out.lines("case " + op.name() + ": return new " + construction(op) + ";"));
            String rest = indirect
                    ? "throw new IllegalArgumentException(\"no such instruction\")"
                    : "return new HandlerNode(at, code, " + (style == ThreadedStyle.TAIL) + ")";
            String next = "return create" + to + (indirect ? "(op)" : "(at, code)");
            out.lines("default: " + (to < ops.size() ? next : rest) + ";");
            out.lines("}\n}");
            visibility = "\nprivate ";
        }
    }

    private String construction(Op op) {
        return className(op) + (style == ThreadedStyle.INDIRECT ? "()" : "(at)");
    }

    /** {@return the name of an instruction's class: that for {@code i32.add_ss} is {@code I32AddSsNode}} */
    private String className(Op op) {
        String name = Handlers.methodName(op.mnemonic());
        return Character.toUpperCase(name.charAt(0))
                + name.substring(1)
                + (style == ThreadedStyle.INDIRECT ? "Handler" : "Node");
    }

    private void handler(JavaWriter out, Op op) {
        Body body = Control.handler(
                op,
                new WordOperands(op.format()),
                new PositionFlow(false, CodeForm.WORDS, op.format().words(), "machine.refresh();", ""));
        out.lines("\nprivate static final class " + className(op) + " extends Handler {");
        out.lines("@Override");
        out.lines("public int execute(Machine machine, int[] code, int ip, long[] st, int fp) {");
        context(out, op);
        out.lines(body.text());
        out.lines("}\n}");
    }

    private void node(JavaWriter out, Op op) {
        List<OperandKind> kinds = op.format().operands();
        boolean tail = style == ThreadedStyle.TAIL;
        out.lines("\nprivate static final class " + className(op) + " extends Node {");
        List<Integer> fields = IntStream.range(0, kinds.size())
                .filter(i -> kinds.get(i) != OperandKind.BRANCH && kinds.get(i) != OperandKind.TARGETS)
                .boxed()
                .collect(Collectors.toList());
        for (int i : fields) {
            out.lines("private final " + FieldOperands.type(kinds.get(i)) + " " + FieldOperands.field(i) + ";");
        }
        out.lines("\n" + className(op) + "(InstructionDecoder at) {");
        out.lines("super(at);");
        for (int i : fields) {
            String read = kinds.get(i).words() == 2 ? "wide" : "operand";
            out.lines(FieldOperands.field(i) + " = at." + read + "(" + i + ");");
        }
        out.lines("}");
        out.lines("\n@Override");
        out.lines("@Nullable Node execute(Machine machine, long[] st, int fp) {");
        Body body = Control.handler(op, new FieldOperands(), new NodeFlow(tail));
        context(out, op);
        if (op.mayTrap()) {
            trapping(out, body);
        } else {
            out.lines(body.text());
        }
        out.lines("}\n}");
    }

    /**
     * The loop does not see which node of a chain traps, so the node itself tells the machine. The successor is invoked
     * outside of the try block.
     */
    private static void trapping(JavaWriter out, Body body) {
        out.lines("try {");
        out.lines(body.effect());
        out.lines("} catch (Throwable exception) {");
        out.lines("machine.savePosition(end);");
        out.lines("throw exception;");
        out.lines("}");
        out.lines(body.exit());
    }

    /** Declares what the statements use and the parameters do not bring. */
    private static void context(JavaWriter out, Op op) {
        if (op.accessesMemory0()) {
            out.lines("byte[] mem = machine.memory();");
            out.lines("int size = machine.memorySize();");
        }
        if (op.touchesReferences()) {
            out.lines("@Nullable Object[] rf = machine.references();");
        }
        if (Handlers.useInstance(op)) {
            out.lines("InstanceState instance = machine.instance();");
        }
    }
}
