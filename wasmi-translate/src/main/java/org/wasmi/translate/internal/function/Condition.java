package org.wasmi.translate.internal.function;

import java.util.Optional;
import org.wasmi.encoding.Label;
import org.wasmi.encoding.Op;

/**
 * What a branch or choice depends on: the topmost operand, taken off the stack, or the comparison or, for branches, the
 * test of a reference that has just computed it, taken back. It stays good while operands further down are copied to
 * their home slots: a comparison or test reads locals, and temporaries that were above those.
 */
final class Condition implements BranchCondition {
    private final OperandStack operands;
    private final Emitter emitter;

    /**
     * The comparison of {@code first} with {@code second}, a slot or an immediate; or the test of the reference {@code
     * first} for a type, as {@code second} and {@code third} say; or the negation of either.
     */
    private Op op = Op.I32_NE_SI;

    private int first;
    private int second;
    private int third;
    private boolean negated;

    Condition(OperandStack operands, Emitter emitter) {
        this.operands = operands;
        this.emitter = emitter;
    }

    /** Takes the topmost operand, an i32, as the condition of a choice. */
    void takeForSelect() {
        take(operands.isPendingResult(operands.size() - 1) && emitter.isComparison());
    }

    /** Takes the topmost operand, an i32, as the condition of a branch. */
    void takeForBranch() {
        take(operands.isPendingResult(operands.size() - 1) && (emitter.isComparison() || emitter.isReferenceTest()));
    }

    private void take(boolean back) {
        int top = operands.size() - 1;
        if (back) {
            op = emitter.op();
            first = emitter.operandAt(1);
            second = emitter.operandAt(2);
            third = emitter.operandAt(3);
            negated = emitter.isNegated();
            emitter.discard();
        } else {
            op = Op.I32_NE_SI;
            first = operands.read(top);
            second = 0;
            negated = false;
        }
        operands.pop();
    }

    @Override
    public void branch(boolean holds, Label target) {
        if (testsForZero()) {
            emitter.branch(holds == (op == Op.I32_NE_SI) ? Op.BR_IF_NEZ : Op.BR_IF_EQZ, target, first);
            return;
        }
        Optional<Comparison> found = Comparison.of(op);
        if (found.isEmpty()) {
            emitter.branchOnTest(op, holds != negated, target, first, second, third);
            return;
        }
        Comparison comparison = found.get();
        Comparison.Match match = holds != negated ? comparison.branch() : comparison.branchNot();
        if (match.swaps()) {
            emitter.branch(match.op(), target, second, first);
        } else {
            emitter.branch(match.op(), target, first, second);
        }
    }

    /** Puts one of two slots into another, depending on the condition. */
    void select(int result, int ifHolds, int otherwise) {
        if (testsForZero()) {
            boolean opposite = op == Op.I32_EQ_SI;
            emitter.emit(Op.SELECT, result, opposite ? otherwise : ifHolds, opposite ? ifHolds : otherwise, first);
            return;
        }
        Comparison comparison = Comparison.of(op).orElseThrow();
        Comparison.Match match = comparison.select();
        boolean opposite = negated != comparison.selectsOpposite();
        emitter.emit(
                match.op(),
                result,
                opposite ? otherwise : ifHolds,
                opposite ? ifHolds : otherwise,
                match.swaps() ? second : first,
                match.swaps() ? first : second);
    }

    private boolean testsForZero() {
        return second == 0 && (op == Op.I32_NE_SI || op == Op.I32_EQ_SI);
    }
}
