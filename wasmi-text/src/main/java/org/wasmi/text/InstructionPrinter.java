package org.wasmi.text;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints the instructions of a function or of a constant expression. */
final class InstructionPrinter {
    private static final String[] CATCH_CLAUSES = {"catch", "catch_ref", "catch_all", "catch_all_ref"};

    /**
     * The label of a block that is open.
     *
     * @param name its identifier
     * @param hidden the level of the label that has the same identifier and is further out, if there is one
     * @param operands how many operands a branch to it takes
     */
    private record Label(@Nullable String name, @Nullable Integer hidden, int operands) {}

    private final Printer printer;
    private final StringBuilder out;
    private final Names names;
    private final Input in;
    private final Map<Integer, String> locals;
    private final Map<Integer, String> labels;

    /** How many operands a return takes. */
    private final int returned;

    private final List<Label> open = new ArrayList<>();

    /** The levels of the innermost labels by their identifiers. */
    private final Map<String, Integer> levels = new HashMap<>();

    private int blocks;

    /** How many operands the last instruction takes, and how many results it has, as far as the module says that. */
    private int operands;

    private int results;

    /**
     * @param printer of the module, which gets the text
     * @param in the instructions
     * @param locals the identifiers of locals
     * @param labels the identifiers of labels, in the order of the blocks
     * @param returned how many results the function has
     */
    InstructionPrinter(
            Printer printer, Input in, Map<Integer, String> locals, Map<Integer, String> labels, int returned) {
        this.printer = printer;
        out = printer.out;
        names = printer.names;
        this.in = in;
        this.locals = locals;
        this.labels = labels;
        this.returned = returned;
    }

    void constant() throws IOException {
        FoldedPrinter folded = new FoldedPrinter(printer);
        while (true) {
            int offset = in.at;
            Operator operator = operator();
            if (operator.is("end") && open.isEmpty()) {
                break;
            } else if (printer.options.folded()) {
                fold(operator, offset, folded);
            } else {
                out.append(' ');
                instruction(operator);
            }
        }
        folded.printWithin();
    }

    void body() throws IOException {
        FoldedPrinter folded = new FoldedPrinter(printer);
        int outside = printer.level;
        while (true) {
            int offset = in.at;
            Operator operator = operator();
            boolean isStructure = operator.immediates() == Immediate.STRUCTURE;
            if (isStructure && open.isEmpty()) {
                if (!operator.is("end") || in.hasNext()) {
                    throw new BinaryException("unexpected " + operator.name(), offset);
                }
                break;
            } else if (printer.options.folded()) {
                fold(operator, offset, folded);
            } else {
                printer.level = outside + open.size() - (isStructure ? 1 : 0);
                printer.line(offset);
                instruction(operator);
                printer.level = outside;
                printer.flush(false);
            }
        }
        folded.printLines();
    }

    private void fold(Operator operator, int offset, FoldedPrinter folded) {
        int from = out.length();
        instruction(operator);
        String text = out.substring(from);
        out.setLength(from);
        switch (operator.immediates()) {
            case BLOCK, TRY_TABLE -> folded.block(operator, text, offset, results);
            case STRUCTURE -> folded.structure(operator, text, offset);
            default -> folded.plain(text, offset, operands, results);
        }
    }

    private Operator operator() {
        int at = in.at;
        int first = in.next();
        Operator operator;
        if (first >= 0xFB && first <= 0xFE) {
            int code = in.u32();
            operator = Operators.coded(first, code);
            // Nullable casts have an opcode of their own.
            if (operator == null && code > 0) {
                Operator before = Operators.coded(first, code - 1);
                operator = before != null && before.immediates() == Immediate.REF_TYPE ? before.nullable() : null;
            }
        } else {
            operator = first == 0x1C ? Operators.coded(0, 0x1B) : Operators.coded(0, first);
            if (first == 0x1C && operator != null) {
                operator = operator.nullable();
            }
        }
        if (operator == null) {
            throw new BinaryException("illegal opcode", at);
        }
        return operator;
    }

    private void instruction(Operator operator) {
        operands = operator.operands();
        results = operator.results();
        out.append(operator.name());
        switch (operator.immediates()) {
            case NONE -> {
                if (operator.is("return")) {
                    takes(returned, 0);
                }
            }
            case STRUCTURE -> structure(operator);
            case BLOCK, TRY_TABLE -> block(operator);
            case LABEL -> branch(operator, label());
            case LABELS -> {
                for (int i = in.count(); i > 0; i--) {
                    label();
                }
                takes(label() + 1, 0);
            }
            case FUNC -> {
                int function = spaced(Names.FUNCTIONS);
                if (operator.results() < 0) {
                    call(operator, printer.signatureOfFunction(function), 0);
                }
            }
            case CALL_INDIRECT -> {
                int type = in.u32();
                int table = in.u32();
                if (table != 0) {
                    out.append(' ');
                    printer.index(Names.TABLES, table);
                }
                printer.use(type);
                call(operator, printer.signature(type), 1);
            }
            case SELECT -> {
                if (operator.isNullable()) {
                    int count = in.count();
                    out.append(" (result");
                    for (int i = 0; i < count; i++) {
                        out.append(' ');
                        printer.valueType(in, out);
                    }
                    out.append(')');
                }
            }
            case LOCAL -> {
                int local = in.u32();
                String name = locals.get(local);
                out.append(' ').append(name != null ? name : Integer.toUnsignedString(local));
            }
            case GLOBAL -> spaced(Names.GLOBALS);
            case TABLE -> optional(Names.TABLES);
            case MEMORY -> optional(Names.MEMORIES);
            case TAG ->
                takes(printer.signatureOfTag(spaced(Names.TAGS)).params().size(), 0);
            case ELEM -> spaced(Names.ELEMENTS);
            case DATA -> spaced(Names.DATA);
            case TYPE -> {
                int type = spaced(Names.TYPES);
                switch (operator.name()) {
                    case "call_ref", "return_call_ref" -> call(operator, printer.signature(type), 1);
                    case "struct.new" -> takes(printer.fields(type), 1);
                    case "struct.new_desc" -> takes(printer.fields(type) + 1, 1);
                    default -> {}
                }
            }
            case TYPE_FIELD -> {
                int type = in.u32();
                out.append(' ').append(printer.typeName(type)).append(' ');
                int field = in.u32();
                String name = names.of(Names.FIELDS, type).get(field);
                out.append(name != null ? name : Integer.toUnsignedString(field));
            }
            case TYPE_COUNT -> {
                spaced(Names.TYPES);
                int count = in.u32();
                out.append(' ').append(Integer.toUnsignedString(count));
                takes(count, 1);
            }
            case TYPE_DATA -> {
                spaced(Names.TYPES);
                spaced(Names.DATA);
            }
            case TYPE_ELEM -> {
                spaced(Names.TYPES);
                spaced(Names.ELEMENTS);
            }
            case TYPE_TYPE -> {
                spaced(Names.TYPES);
                spaced(Names.TYPES);
            }
            case DATA_MEMORY -> swapped(Names.DATA, Names.MEMORIES);
            case ELEM_TABLE -> swapped(Names.ELEMENTS, Names.TABLES);
            case MEMORY_MEMORY -> pair(Names.MEMORIES);
            case TABLE_TABLE -> pair(Names.TABLES);
            case MEMARG -> memarg(operator);
            case MEMARG_LANE -> {
                memarg(operator);
                out.append(' ').append(in.next());
            }
            case LANE -> out.append(' ').append(in.next());
            case LANES -> {
                for (int i = 0; i < 16; i++) {
                    out.append(' ').append(in.next());
                }
            }
            case I32 -> out.append(' ').append((int) in.s(32));
            case I64 -> out.append(' ').append(in.s(64));
            case F32 -> out.append(' ').append(f32((int) in.fixed(4)));
            case F64 -> out.append(' ').append(f64(in.fixed(8)));
            case V128 -> {
                out.append(" i32x4");
                for (int i = 0; i < 4; i++) {
                    out.append(" 0x").append(Integer.toHexString((int) in.fixed(4)));
                }
            }
            case HEAP_TYPE -> {
                out.append(' ');
                printer.heapType(in, out);
            }
            case REF_TYPE -> {
                out.append(operator.isNullable() ? " (ref null " : " (ref ");
                printer.heapType(in, out);
                out.append(')');
            }
            case CAST -> {
                int flags = in.next();
                branch(operator, label());
                out.append((flags & 1) != 0 ? " (ref null " : " (ref ");
                printer.heapType(in, out);
                out.append((flags & 2) != 0 ? ") (ref null " : ") (ref ");
                printer.heapType(in, out);
                out.append(')');
            }
            case FENCE -> in.next();
        }
    }

    /** Sets how many operands the instruction takes, and how many results it has. */
    private void takes(int taken, int given) {
        operands = taken;
        results = given;
    }

    private void call(Operator operator, Printer.Signature callee, int more) {
        boolean isTail = operator.name().startsWith("return");
        takes(callee.params().size() + more, isTail ? 0 : callee.results().size());
    }

    /** An operator that branches to a label that takes some operands. */
    private void branch(Operator operator, int taken) {
        switch (operator.name()) {
            case "br" -> takes(taken, 0);
            case "br_if", "br_on_cast_desc_eq", "br_on_cast_desc_eq_fail" -> takes(taken + 1, taken);
            case "br_on_null" -> takes(taken + 1, taken + 1);
            case "br_on_non_null" -> takes(taken, taken - 1);
            case "br_on_cast", "br_on_cast_fail" -> takes(taken, taken);
            default -> {}
        }
    }

    private void structure(Operator operator) {
        if (open.isEmpty()) {
            throw in.fail("unexpected " + operator.name());
        }
        switch (operator.name()) {
            case "end", "delegate" -> {
                Label label = open.remove(open.size() - 1);
                if (label.name() != null && label.hidden() != null) {
                    levels.put(label.name(), label.hidden());
                } else if (label.name() != null) {
                    levels.remove(label.name());
                }
                if (operator.is("delegate")) {
                    label();
                }
            }
            case "catch" -> spaced(Names.TAGS);
            default -> {}
        }
    }

    private void block(Operator operator) {
        String name = labels.get(blocks++);
        if (name != null) {
            out.append(' ').append(name);
        }
        int params = blockType();
        if (operator.immediates() == Immediate.TRY_TABLE) {
            catches();
        }
        Integer hidden = name != null ? levels.put(name, open.size()) : null;
        open.add(new Label(name, hidden, operator.is("loop") ? params : results));
    }

    /** Prints a label: its name, or the number if it has none or an inner label hides the name. */
    private int label() {
        int depth = in.u32();
        int level = open.size() - 1 - depth;
        Label label = depth >= 0 && level >= 0 ? open.get(level) : null;
        String name = label != null ? label.name() : null;
        boolean hidden = name == null || levels.getOrDefault(name, -1) != level;
        out.append(' ').append(hidden ? Integer.toUnsignedString(depth) : name);
        return label != null ? label.operands() : depth == open.size() ? returned : 0;
    }

    /** Prints the type of a block, and sets its results. {@return how many parameters it has} */
    private int blockType() {
        int code = in.peek();
        if (code == 0x40) {
            in.next();
            results = 0;
        } else if (code == 0x63 || code == 0x64 || (code >= 0x41 && code < 128)) {
            out.append(" (result ");
            printer.valueType(in, out);
            out.append(')');
            results = 1;
        } else {
            int type = (int) in.s(33);
            printer.use(type);
            results = printer.signature(type).results().size();
            return printer.signature(type).params().size();
        }
        return 0;
    }

    private void catches() {
        int count = in.count();
        for (int i = 0; i < count; i++) {
            int kind = in.next();
            if (kind >= CATCH_CLAUSES.length) {
                throw in.fail("malformed catch clause");
            }
            out.append(" (").append(CATCH_CLAUSES[kind]);
            if (kind < 2) {
                spaced(Names.TAGS);
            }
            label();
            out.append(')');
        }
    }

    private int spaced(int kind) {
        int index = in.u32();
        out.append(' ');
        printer.index(kind, index);
        return index;
    }

    private void optional(int kind) {
        int index = in.u32();
        if (index != 0) {
            out.append(' ');
            printer.index(kind, index);
        }
    }

    /** Prints two indices in the other order, without the second if it is 0. */
    private void swapped(int kind, int otherKind) {
        int segment = in.u32();
        int other = in.u32();
        if (other != 0) {
            out.append(' ');
            printer.index(otherKind, other);
        }
        out.append(' ');
        printer.index(kind, segment);
    }

    private void pair(int kind) {
        int to = in.u32();
        int from = in.u32();
        if (to != 0 || from != 0) {
            out.append(' ');
            printer.index(kind, to);
            out.append(' ');
            printer.index(kind, from);
        }
    }

    private void memarg(Operator operator) {
        int flags = in.u32();
        int memory = (flags & 0x40) != 0 ? in.u32() : 0;
        if (memory != 0) {
            out.append(' ');
            printer.index(Names.MEMORIES, memory);
        }
        long offset = in.u64();
        if (offset != 0) {
            out.append(" offset=").append(Long.toUnsignedString(offset));
        }
        int alignment = flags & ~0x40;
        if (alignment < 0 || alignment > 63) {
            throw in.fail("malformed memop flags");
        } else if (alignment != operator.alignment()) {
            out.append(" align=").append(Long.toUnsignedString(1L << alignment));
        }
    }

    private static String f32(int bits) {
        String sign = bits < 0 ? "-" : "";
        int payload = bits & 0x7F_FFFF;
        if ((bits & 0x7F80_0000) != 0x7F80_0000) {
            return hex(Float.toHexString(Float.intBitsToFloat(bits)));
        }
        return sign + (payload == 0 ? "inf" : payload == 0x40_0000 ? "nan" : "nan:0x" + Integer.toHexString(payload));
    }

    private static String f64(long bits) {
        String sign = bits < 0 ? "-" : "";
        long payload = bits & 0xF_FFFF_FFFF_FFFFL;
        if ((bits & 0x7FF0_0000_0000_0000L) != 0x7FF0_0000_0000_0000L) {
            return hex(Double.toHexString(Double.longBitsToDouble(bits)));
        }
        boolean canonical = payload == 0x8_0000_0000_0000L;
        return sign + (payload == 0 ? "inf" : canonical ? "nan" : "nan:0x" + Long.toHexString(payload));
    }

    /** {@return a hexadecimal float, without a fraction and an exponent that say nothing} */
    private static String hex(String java) {
        String text = java.endsWith("p0") ? java.substring(0, java.length() - 2) : java;
        return text.replace(".0p", "p").replaceFirst("\\.0$", "");
    }
}
