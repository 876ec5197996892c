package org.wasmi.translate.internal.function;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.wasmi.encoding.Format;
import org.wasmi.encoding.Op;
import org.wasmi.translate.internal.function.Relation.Match;

/**
 * What can be made of an instruction that compares: its negation, branches and a choice. All of it is derived from the
 * names of the operators. {@code lt} and {@code le} of floats have no negation that yields a value, since both they and
 * their opposites fail to hold for NaN.
 *
 * @param negation the instruction that yields the opposite, if there is one
 * @param branch the branch that is taken if the comparison holds
 * @param branchNot the branch that is taken if it does not hold
 * @param select the choice by the comparison or by its opposite
 * @param selectsOpposite whether {@code select} chooses by the opposite
 */
record Comparison(Optional<Match> negation, Match branch, Match branchNot, Match select, boolean selectsOpposite) {

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
        return Relation.of(op.operator()).map(relation -> create(relation, op.format(), branch, select));
    }

    private static Comparison create(Relation relation, Format format, Format branch, Format select) {
        Optional<Relation> negation = relation.negation();
        Optional<Match> choice = relation.find(select);
        return new Comparison(
                negation.map(each -> each.find(format).orElseThrow()),
                relation.find(branch).orElseThrow(),
                negation.isPresent()
                        ? negation.get().find(branch).orElseThrow()
                        : relation.failing().find(branch).orElseThrow(),
                choice.orElseGet(() -> relation.opposite().find(select).orElseThrow()),
                choice.isEmpty());
    }

    /** {@return what can be made of an instruction, if it compares} */
    static Optional<Comparison> of(Op op) {
        return BY_CODE.get(op.code());
    }
}
