package org.wasmi.codegen;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.wasmi.encoding.Op;

/**
 * Writes {@code DispatchNumbers}: a {@link DispatchOrder} as constants, which a switch over ints needs, and as a table.
 */
final class DispatchNumbersWriter {
    private final String packageName;
    private final DispatchOrder order;

    DispatchNumbersWriter(String packageName, DispatchOrder order) {
        this.packageName = packageName;
        this.order = order;
    }

    String source() {
        JavaWriter out = new JavaWriter();
        out.lines("package " + packageName + ";");
        out.lines("""

                import org.wasmi.encoding.Op;

                /** The numbers under which {@link SwitchLoop} matches instructions. */
                final class DispatchNumbers {
                """);
        for (Op op : Op.values()) {
            out.lines("static final int " + op.name() + " = " + order.number(op) + ";");
        }
        int form = order.firstShuffleForm();
        out.lines("\n// Forms of shuffles, see Shuffles.");
        for (String name : ShuffleForms.names()) {
            out.lines("static final int " + name + " = " + form++ + ";");
        }
        out.lines("\nprivate static final int[] BY_CODE = {");
        out.lines(Arrays.stream(Op.values()).map(Op::name).collect(Collectors.joining(",\n")));
        out.lines("""
                };

                private DispatchNumbers() {}

                /** {@return the number of an instruction} */
                static int of(Op op) {
                return BY_CODE[op.code()];
                }
                }
                """);
        return out.source();
    }
}
