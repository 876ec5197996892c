package org.wasmi.translate.internal.function;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.wasmi.encoding.Format;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.OperandKind;
import org.wasmi.encoding.Relation;
import org.wasmi.encoding.SlotType;

/**
 * What can be made of an instruction that compares: its negation, branches and a choice. All of it follows from the
 * relation that it tests. {@code lt} and {@code le} of floats have no negation that yields a value, since both they and
 * their opposites fail to hold for NaN.
 *
 * @param negation the instruction that yields the opposite, if there is one
 * @param branch the branch that is taken if the comparison holds
 * @param branchNot the branch that is taken if it does not hold
 * @param select the choice by the comparison or by its opposite
 * @param selectsOpposite whether {@code select} chooses by the opposite
 */
record Comparison(Optional<Match> negation, Match branch, Match branchNot, Match select, boolean selectsOpposite) {

    /** An instruction for a relation, and whether it takes the operands in the opposite order. */
    record Match(Op op, boolean swaps) {}

    private static final List<Optional<Comparison>> BY_CODE = new ArrayList<>();

    static {
        for (int code = 0; code < Op.count(); code++) {
            Op op = Op.of(code);
            BY_CODE.add(
                    switch (op.format()) {
                        case RSS -> create(op, Format.BSS, Format.RSSSS);
                        case RSI -> create(op, Format.BSI, Format.RSSSI);
                        default -> Optional.empty();
                    });
        }
    }

    private static Optional<Comparison> create(Op op, Format branch, Format select) {
        return op.relation().map(relation -> create(op, relation, branch, select));
    }

    private static Comparison create(Op op, Relation relation, Format branch, Format select) {
        SlotType type = op.inputs().get(0);
        Optional<Match> choice = find(type, relation, select);
        return new Comparison(
                find(type, relation.negation(), op.format()),
                find(type, relation, branch).orElseThrow(),
                find(type, relation.negation(), branch).orElseThrow(),
                choice.orElseGet(() -> find(type, relation.negation(), select).orElseThrow()),
                choice.isEmpty());
    }

    /** {@return the instruction of a format that tests a relation, of slots in either order if need be} */
    static Optional<Match> find(SlotType type, Relation relation, Format format) {
        Optional<Match> found = Op.find(type, relation, format).map(op -> new Match(op, false));
        return found.isPresent() || format.operands().contains(OperandKind.IMM32)
                ? found
                : Op.find(type, relation.mirrored(), format).map(op -> new Match(op, true));
    }

    /** {@return what can be made of an instruction, if it compares} */
    static Optional<Comparison> of(Op op) {
        return BY_CODE.get(op.code());
    }
}
