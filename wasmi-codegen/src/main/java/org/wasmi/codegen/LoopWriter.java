package org.wasmi.codegen;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.wasmi.encoding.Op;

/**
 * Writes an executor of loop and match: the hot instructions in the main loop, the rest in a method for each family of
 * {@link DispatchOrder}. Small methods compile better: see RATIONALE.md.
 */
final class LoopWriter {
    /**
     * For so many families a method that chooses among them is inlined into the loop: HotSpot inlines hot methods below
     * 325 bytes.
     */
    private static final int CHOICE = 10;

    private static final String MEMORY_GROWN =
            "mem = StoreAccess.memoryArray(instance);\nsize = StoreAccess.memorySize(instance);";

    private final String packageName;
    private final String className;
    private final CodeForm form;
    private final String linkedClass;
    private final boolean counts;
    private final String parameter;
    private final String beforeEach;
    private final DispatchOrder order;

    LoopWriter(String packageName, String className, CodeForm form, DispatchOrder order) {
        this(packageName, className, form, order, form.linkedClass(), false, "", "");
    }

    /**
     * {@return a loop that counts entries of functions and branches back}
     *
     * @param linkedClass the class of linked code, which has a {@code CodeCounter} in a field {@code counter}
     */
    static LoopWriter counted(
            String packageName, String className, CodeForm form, DispatchOrder order, String linkedClass) {
        return new LoopWriter(packageName, className, form, order, linkedClass, true, "", "");
    }

    /**
     * A loop that does something more.
     *
     * @param parameter what it needs for that
     * @param beforeEach a statement to run before each instruction
     */
    LoopWriter(
            String packageName,
            String className,
            CodeForm form,
            DispatchOrder order,
            String parameter,
            String beforeEach) {
        this(packageName, className, form, order, form.linkedClass(), false, parameter, beforeEach);
    }

    private LoopWriter(
            String packageName,
            String className,
            CodeForm form,
            DispatchOrder order,
            String linkedClass,
            boolean counts,
            String parameter,
            String beforeEach) {
        this.packageName = packageName;
        this.className = className;
        this.form = form;
        this.linkedClass = linkedClass;
        this.counts = counts;
        this.parameter = parameter.isEmpty() ? "" : ", " + parameter;
        this.beforeEach = beforeEach;
        this.order = order;
    }

    String source() {
        JavaWriter out = new JavaWriter();
        out.lines("package " + packageName + ";\n");
        form.imports().forEach(each -> out.lines("import " + each + ";"));
        out.lines(whereCounted("import org.wasmi.exec.runtime.CodeCounter;"));
        out.lines("""
                import org.jspecify.annotations.Nullable;
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

                /** Loop and match. The state is in locals; frames are on the machine, never on the Java stack. */
                final class %1$s {
                private %1$s() {}

                static void run(Machine machine, int base%6$s) {
                if (!(machine.code() instanceof %2$s entered)) {
                return;
                }
                GuestFunction function = machine.function();
                %3$s[] code = entered.code;
                int ip = machine.position();
                int fp = machine.framePointer();
                long[] st = machine.slots();
                @Nullable Object[] rf = machine.references();
                InstanceState instance = function.instance();
                byte[] mem = StoreAccess.memoryArray(instance);
                int size = StoreAccess.memorySize(instance);
                %8$s
                try {
                for (;;) {
                %7$s
                %4$s op = %5$s;
                switch (op) {
                """.formatted(
                        className,
                        linkedClass,
                        form.element(),
                        form.opType(),
                        form.op(),
                        parameter,
                        beforeEach,
                        whereCounted("CodeCounter counter = entered.counter;\n" + count("ip == 0", "0"))));
        String beforeJump = whereCounted(count("target <= ip", "target"));
        for (Op op : order.main()) {
            writeCase(out, op, new PositionFlow(true, form, op.format().words(), MEMORY_GROWN, beforeJump));
        }
        out.lines("default: {");
        out.lines("int next = rare(" + arguments(Family.State.ALL) + ");");
        out.lines("if (next >= 0) {");
        out.lines(whereCounted(count("next <= ip", "next")));
        out.lines("ip = next;");
        out.lines("if (op == " + form.constant(Op.MEMORY_GROW) + ") {");
        out.lines(MEMORY_GROWN);
        out.lines("""
                }
                continue;
                }
                }
                }
                // Frames have come or gone, or the host has had control: take up the frame on top.
                if (machine.depth() == base) {
                return;
                }
                if (!(machine.code() instanceof %s resumed)) {
                return;
                }
                function = machine.function();
                code = resumed.code;
                ip = machine.position();
                fp = machine.framePointer();
                st = machine.slots();
                rf = machine.references();
                instance = function.instance();
                mem = StoreAccess.memoryArray(instance);
                size = StoreAccess.memorySize(instance);
                %s
                }
                %s
                } catch (Throwable exception) {
                // Any position behind the start of the instruction at fault, up to its end, tells which it is.
                machine.savePosition(ip + 1);
                throw exception;
                }
                }
                """.formatted(
                linkedClass, whereCounted("counter = resumed.counter;\n" + count("ip == 0", "0")), catchOfRow()));
        dispatcher(out);
        order.families().forEach((family, ops) -> rareMethod(out, family, ops));
        out.lines("}");
        return out.source();
    }

    /** {@return the clause for what an instruction of a row has thrown, whose position the loop does not know} */
    private String catchOfRow() {
        return form.runs()
                ? "} catch (RowFault fault) {\nmachine.savePosition(fault.position() + 1);\nthrow fault.thrown();"
                : "";
    }

    private String whereCounted(String statements) {
        return counts ? statements : "";
    }

    /** {@return what counts if a condition holds, and leaves if the frame goes on in other code} */
    private static String count(String condition, String position) {
        return "if (" + condition + " && counter.count(machine, " + position + ")) {\nreturn;\n}";
    }

    private void dispatcher(JavaWriter out) {
        List<Map.Entry<Integer, Family>> families = List.copyOf(order.families().entrySet());
        for (int from = 0; from < families.size(); from += CHOICE) {
            int to = Math.min(from + CHOICE, families.size());
            out.lines("\nprivate static int rare"
                    + (from == 0 ? "" : "From" + families.get(from).getKey()) + "(" + parameters(Family.State.ALL)
                    + ") {");
            out.lines("switch (" + form.family() + ") {");
            families.subList(from, to).forEach(each -> {
                Family family = each.getValue();
                out.lines("case " + form.familyLabel(each.getKey(), family.ops()) + ":");
                out.lines("return " + rareName(each.getKey()) + "(" + arguments(family.state()) + ");");
            });
            out.lines("default:");
            out.lines(
                    to < families.size()
                            ? "return rareFrom" + families.get(to).getKey() + "(" + arguments(Family.State.ALL) + ");"
                            : "throw new IllegalStateException(\"not an instruction: \" + op);");
            out.lines("}");
            out.lines("}");
        }
    }

    private static String rareName(int family) {
        return "rare" + family;
    }

    private static String arguments(Family.State state) {
        return String.join(", ", state.names());
    }

    private String parameters(Family.State state) {
        return state.names().stream().map(name -> type(name) + " " + name).collect(Collectors.joining(", "));
    }

    private String type(String name) {
        return switch (name) {
            case "machine" -> "Machine";
            case "op" -> form.opType();
            case "code" -> form.element() + "[]";
            case "st" -> "long[]";
            case "rf" -> "@Nullable Object[]";
            case "mem" -> "byte[]";
            case "instance" -> "InstanceState";
            default -> "int";
        };
    }

    private void rareMethod(JavaWriter out, int number, Family family) {
        boolean runs = form.runs() && family.state().runs();
        out.lines("\nprivate static int " + rareName(number) + "(" + parameters(family.state()) + ") {");
        out.lines(runs ? "try {\nfor (;;) {" : "");
        out.lines("switch (" + form.op() + ") {");
        for (Op op : family.ops()) {
            if (runs && op == Op.I8X16_SHUFFLE) {
                ShuffleForms.write(out);
            } else {
                writeCase(
                        out,
                        op,
                        runs
                                ? flowOfRow(op)
                                : new PositionFlow(false, form, op.format().words(), "", ""));
            }
        }
        if (runs) {
            order.main().stream().filter(family.state()::alsoExecutes).forEach(op -> writeCase(out, op, flowOfRow(op)));
        }
        out.lines("default: {");
        if (runs) {
            out.lines("""
                    return ip;
                    }
                    }
                    }
                    } catch (RuntimeException | Error exception) {
                    throw new RowFault(ip, exception);
                    }
                    }
                    """);
        } else {
            out.lines("throw new IllegalStateException(\"not an instruction of this method: \" + " + form.op() + ");");
            out.lines("}\n}\n}");
        }
    }

    /** {@return how a method that executes several instructions in a row goes on: branches are counted in the loop} */
    private Flow flowOfRow(Op op) {
        boolean goesOn = !counts || op.kind() != Op.Kind.BRANCH;
        return new PositionFlow(goesOn, form, op.format().words(), "", "");
    }

    private void writeCase(JavaWriter out, Op op, Flow flow) {
        out.lines("case " + form.label(op) + ": {");
        out.lines(form.prologue(op)
                + Control.handler(op, form.operands(op.format()), flow).text());
        out.lines("}");
    }
}
