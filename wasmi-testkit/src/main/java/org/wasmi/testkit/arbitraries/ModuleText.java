package org.wasmi.testkit.arbitraries;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.wasmi.encoding.program.ValType;

/** A generated module for people to read: the folded form of the text format, nearly. */
final class ModuleText {
    private static final int WIDTH = 100;

    private final StringBuilder text = new StringBuilder("(module\n");

    ModuleText(Environment environment, List<FunctionTree> functions, List<WasmModule.Call> calls) {
        line(1, "(global $fuel (mut i32) (i32.const " + environment.fuel() + "))");
        environment.globals().forEach(each -> line(1, "(global " + each.type() + " " + folded(each.init()) + ")"));
        environment.memories().forEach(each -> line(1, "(memory " + each + ")"));
        environment.tables().forEach(each -> line(1, "(table " + each + ")"));
        environment
                .elements()
                .forEach(each -> line(
                        1, "(elem " + place("table", each.table(), each.offset()) + " func " + each.functions() + ")"));
        environment
                .data()
                .forEach(each ->
                        line(1, "(data " + place("memory", each.memory(), each.offset()) + " " + each.bytes() + ")"));
        for (int i = 0; i < functions.size(); i++) {
            function(i, functions.get(i));
        }
        text.append(")\n");
        calls.forEach(each -> line(0, each.export() + each.arguments()));
    }

    private static String place(String kind, int index, int offset) {
        return index < 0 ? "passive" : "(" + kind + " " + index + ") (offset " + offset + ")";
    }

    private void line(int indent, String line) {
        text.append("  ".repeat(indent)).append(line).append('\n');
    }

    private void function(int index, FunctionTree function) {
        line(1, "(func $" + index + " " + function.type());
        line(
                2,
                "(local " + names(function.locals()) + ") ;; from "
                        + function.type().params().size());
        function.body().forEach(node -> node(2, node));
        text.setLength(text.length() - 1);
        text.append(")\n");
    }

    private static String names(List<ValType> types) {
        return types.stream().map(ValType::toString).collect(Collectors.joining(" "));
    }

    private void node(int indent, Node node) {
        String folded = folded(node);
        if (node.bodies().isEmpty() && folded.length() + 2 * indent <= WIDTH) {
            line(indent, folded);
            return;
        }
        line(indent, "(" + head(node));
        node.operands().forEach(each -> node(indent + 1, each));
        for (int i = 0; i < node.bodies().size(); i++) {
            String part = !node.operator().equals("if") ? "do" : i == 0 ? "then" : "else";
            line(indent + 1, "(" + part);
            node.bodies().get(i).forEach(each -> node(indent + 2, each));
            text.setLength(text.length() - 1);
            text.append(")\n");
        }
        text.setLength(text.length() - 1);
        text.append(")\n");
    }

    private static String folded(Node node) {
        List<String> parts = new ArrayList<>(List.of(head(node)));
        node.operands().forEach(each -> parts.add(folded(each)));
        node.bodies().forEach(body -> body.forEach(each -> parts.add(folded(each))));
        return "(" + String.join(" ", parts) + ")";
    }

    private static String head(Node node) {
        return switch (node.operator()) {
            case "block", "loop", "if" ->
                node.operator() + " $" + node.immediates().get(0) + results(node.types());
            case "br", "br_if", "br_table" ->
                node.operator()
                        + node.immediates().stream().map(label -> " $" + label).collect(Collectors.joining());
            case "f32.const" ->
                node.operator() + " "
                        + floating(Float.intBitsToFloat(node.immediates().get(0).intValue()), node);
            case "f64.const" ->
                node.operator() + " "
                        + floating(Double.longBitsToDouble(node.immediates().get(0)), node);
            default ->
                node.operator()
                        + node.immediates().stream().map(each -> " " + each).collect(Collectors.joining());
        };
    }

    private static String floating(double value, Node node) {
        return Double.isNaN(value)
                ? "nan:0x" + Long.toHexString(node.immediates().get(0))
                : Double.toString(value);
    }

    private static String results(List<ValType> types) {
        return types.isEmpty() ? "" : " (result " + names(types) + ")";
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
