package org.wasmi.testkit.arbitraries;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.wasmi.encoding.type.ValType;

/** A generated module for people to read: the folded form of the text format, nearly. */
final class ModuleText {
    private static final int WIDTH = 100;

    private final StringBuilder text = new StringBuilder("(module\n");

    ModuleText(Environment environment, List<FunctionTree> functions, List<WasmModule.Call> calls) {
        int imported = environment.hostFunctions().size();
        environment.types().forEach(each -> line(1, "(type " + each + ")"));
        environment.tags().forEach(this::tag);
        environment
                .hostFunctions()
                .forEach(each -> line(1, "(import \"host\" \"" + each.name() + "\" (func " + each.type() + "))"));
        environment.globals().forEach(this::global);
        if (environment.fuel() != Environment.UNPAID) {
            line(1, "(global $fuel (mut i32) (i32.const " + environment.fuel() + ")) ;; behind the imported ones");
        }
        environment.memories().forEach(each -> line(1, "(memory " + imported(each.imported()) + each.type() + ")"));
        environment.tables().forEach(each -> line(1, "(table " + imported(each.imported()) + each.type() + ")"));
        environment.elements().forEach(this::elements);
        environment.data().forEach(this::data);
        environment
                .exports()
                .forEach(
                        each -> line(1, "(export \"" + each.name() + "\" (" + each.kind() + " " + each.index() + "))"));
        if (environment.start() != Environment.NO_START) {
            line(1, "(start $" + (imported + environment.start()) + ")");
        }
        for (int i = 0; i < functions.size(); i++) {
            function(imported + i, functions.get(i));
        }
        text.append(")\n");
        calls.forEach(each -> line(0, each.export() + each.arguments()));
    }

    private static String imported(boolean imported) {
        return imported ? "(import) " : "";
    }

    private void global(Environment.GlobalPart global) {
        String value = global.importedAs()
                .map(name -> "(import \"host\" \"" + name + "\")")
                .orElse(folded(global.init()));
        line(1, "(global " + global.type() + " " + value + ")");
    }

    private void tag(Environment.TagPart tag) {
        String name = tag.importedAs()
                .map(each -> "(import \"host\" \"" + each + "\") ")
                .orElse("");
        line(1, "(tag " + name + names(tag.carried()) + ")");
    }

    private void elements(Environment.ElementPart segment) {
        String items = segment.items().stream().map(ModuleText::folded).collect(Collectors.joining(" "));
        line(
                1,
                "(elem " + place(segment.mode(), "table", segment.table(), segment.offset()) + " " + segment.type()
                        + " " + items + ")");
    }

    private void data(Environment.DataPart segment) {
        line(
                1,
                "(data " + place(segment.mode(), "memory", segment.memory(), segment.offset()) + " " + segment.bytes()
                        + ")");
    }

    private static String place(Environment.Mode mode, String kind, int index, Node offset) {
        return switch (mode) {
            case ACTIVE -> "(" + kind + " " + index + ") (offset " + folded(offset) + ")";
            case PASSIVE -> "passive";
            case DECLARATIVE -> "declare";
        };
    }

    private void line(int indent, String line) {
        text.append("  ".repeat(indent)).append(line).append('\n');
    }

    private void function(int index, FunctionTree function) {
        String declared = function.declared() == FunctionTree.ALONE ? "" : "(type " + function.declared() + ") ";
        line(1, "(func $" + index + " " + declared + function.type());
        if (!function.locals().isEmpty()) {
            int first = function.type().params().size();
            line(2, "(local " + names(function.locals()) + ") ;; from " + first);
        }
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
            String part =
                    switch (node.operator()) {
                        case "if" -> i == 0 ? "then" : "else";
                        case "try_table" -> i == 0 ? "do" : "handle";
                        default -> "do";
                    };
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
            case "try_table" -> "try_table $" + node.immediates().get(0) + results(node.types()) + " " + node.clauses();
            case "br_on_cast", "br_on_cast_fail" ->
                node.operator() + " $" + node.immediates().get(0) + " "
                        + node.immediates().subList(1, node.immediates().size());
            case "ref.null" -> "ref.null " + names(node.types());
            case "br", "br_if", "br_table", "br_on_null", "br_on_non_null" ->
                node.operator()
                        + node.immediates().stream().map(label -> " $" + label).collect(Collectors.joining());
            case "f32.const" ->
                node.operator() + " "
                        + floating(Float.intBitsToFloat(node.immediates().get(0).intValue()), node);
            case "f64.const" ->
                node.operator() + " "
                        + floating(Double.longBitsToDouble(node.immediates().get(0)), node);
            case "v128.const" ->
                node.operator() + " i64x2 " + node.immediates().get(0) + " "
                        + node.immediates().get(1);
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
