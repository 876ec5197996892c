package org.wasmi.codegen;

import java.util.List;
import java.util.stream.Collectors;
import org.wasmi.encoding.Format;
import org.wasmi.encoding.Op;

/**
 * What a loop of match and dispatch runs: an array {@code code} of which {@code code[ip]} is the instruction at hand.
 */
enum CodeForm {
    /** Canonical words, with {@link DispatchOrder numbers} of the loop in place of codes. */
    WORDS("int", "SwitchCode") {
        @Override
        Operands operands(Format format) {
            return new WordOperands(format);
        }

        @Override
        int length(int words) {
            return words;
        }

        @Override
        String target() {
            return "ip + code[ip + 1]";
        }

        @Override
        String target(String entry) {
            return "ip + code[ip + 3 + " + entry + "]";
        }

        @Override
        String targetCount() {
            return "code[ip + 2]";
        }

        @Override
        String prologue(Op op) {
            return "";
        }
    },

    /** Instructions as objects; a position is an index in their list. */
    OBJECTS("NaiveInstruction", "NaiveCode") {
        @Override
        Operands operands(Format format) {
            return new ArrayOperands();
        }

        @Override
        int length(int words) {
            return 1;
        }

        @Override
        String target() {
            return "x.targets[0]";
        }

        @Override
        String target(String entry) {
            return "x.targets[" + entry + "]";
        }

        @Override
        String targetCount() {
            return "x.targets.length";
        }

        @Override
        String prologue(Op op) {
            return op.format() == Format.NONE ? "" : element() + " x = code[ip];\n";
        }
    };

    private final String element;
    private final String linkedClass;

    CodeForm(String element, String linkedClass) {
        this.element = element;
        this.linkedClass = linkedClass;
    }

    /** {@return the type of the elements of {@code code}} */
    String element() {
        return element;
    }

    /** {@return the class of linked code, which has the array in a field {@code code}} */
    String linkedClass() {
        return linkedClass;
    }

    /** {@return what a source needs to import beyond what all loops do} */
    List<String> imports() {
        return this == WORDS ? List.of("org.wasmi.exec.handler.Words") : List.of("org.wasmi.encoding.Op");
    }

    /** {@return the type of what is matched on} */
    String opType() {
        return this == WORDS ? "int" : "Op";
    }

    /** {@return what is matched on} */
    String op() {
        return this == WORDS ? "code[ip]" : "code[ip].op";
    }

    /** {@return an instruction as a constant of that type} */
    String constant(Op op) {
        return (this == WORDS ? "DispatchNumbers." : "Op.") + op.name();
    }

    /** {@return an instruction as a label of a case} */
    String label(Op op) {
        return this == WORDS ? constant(op) : op.name();
    }

    /** {@return what is matched on to find the family of an instruction} */
    String family() {
        return this == WORDS ? "op >> " + DispatchOrder.FAMILY_SHIFT : "op";
    }

    /** {@return a family, given with its number, as a label of a case} */
    String familyLabel(int family, List<Op> ops) {
        return this == WORDS
                ? String.valueOf(family)
                : ops.stream().map(this::label).collect(Collectors.joining(", "));
    }

    /** {@return whether methods of families execute several instructions in a row} */
    boolean runs() {
        return this == WORDS;
    }

    /** {@return how operands of a format are reached} */
    abstract Operands operands(Format format);

    /** {@return how far the next instruction is, one of {@code words} words being at hand} */
    abstract int length(int words);

    /** {@return the position that a branch leads to} */
    abstract String target();

    /** {@return the position that an entry of a table of targets leads to} */
    abstract String target(String entry);

    /** {@return the number of targets} */
    abstract String targetCount();

    /** {@return what must stand before the statements of an instruction} */
    abstract String prologue(Op op);

    /** Operands in an array of the instruction {@code x}. */
    private record ArrayOperands() implements Operands {

        @Override
        public String raw(int operand) {
            return "(int) " + wide(operand);
        }

        @Override
        public String wide(int operand) {
            return "x.operands[" + operand + "]";
        }

        @Override
        public String index(int operand) {
            return "fp + " + raw(operand);
        }
    }
}
