package org.wasmi.translate.internal.function;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.wasmi.encoding.error.InvalidException;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.translate.binary.TranslationLimit;
import org.wasmi.translate.binary.TranslationLimits;

/**
 * The types of the operands and the blocks around the operator at hand: the specification's validation algorithm (Wasm
 * specification, appendix "Validation Algorithm"). Types are {@link OperandType}s. Whatever does not fit ends in
 * {@link InvalidException}, at the operator at hand.
 */
final class FunctionValidator {

    /** One block, from the operator that opens it to its end. */
    static final class Block {
        private WasmOpcode opcode = WasmOpcode.BLOCK;
        private FuncType type = BlockTypes.EMPTY;
        private int height;
        private boolean unreachable;

        /** How many locals without a default value were set when the block was entered. */
        private int initialised;

        /** The {@code br_table} that had it as a target last. */
        private int table;

        /**
         * {@return what opened it, or the part of it at hand: block, loop, if, else, try_table, try, catch, catch_all;
         * block for the function itself}
         */
        WasmOpcode opcode() {
            return opcode;
        }

        /** {@return its type} */
        FuncType type() {
            return type;
        }

        /** {@return the types of the values that a branch to it takes} */
        List<ValType> labelTypes() {
            return opcode == WasmOpcode.LOOP ? type.params() : type.results();
        }
    }

    private final OperandTypes operandTypes;
    private final InitialisedLocals locals;
    private final TranslationLimits limits;
    private final int maxOperands;
    private final int maxNesting;

    private int function;
    private int offset;

    private int[] operands;
    private int size;

    /** Blocks, the function's own first. Those beyond the depth are kept for reuse. */
    private final List<Block> blocks = new ArrayList<>();

    private int depth;
    private int tables;
    private Block innermost = new Block();

    FunctionValidator(OperandTypes operandTypes, InitialisedLocals locals, TranslationLimits limits) {
        this.operandTypes = operandTypes;
        this.locals = locals;
        this.limits = limits;
        maxOperands = limits.of(TranslationLimit.OPERANDS);
        maxNesting = limits.of(TranslationLimit.NESTING);
        operands = new int[Math.min(32, maxOperands)];
    }

    /** Starts with a function, or a constant expression as a function without parameters. */
    void begin(int functionIndex, FuncType type) {
        function = functionIndex;
        locals.reset();
        size = 0;
        depth = 0;
        open(WasmOpcode.BLOCK, type);
    }

    /** Says where the operator at hand begins. */
    void at(int byteOffset) {
        offset = byteOffset;
    }

    /** {@return where the operator at hand begins} */
    int offset() {
        return offset;
    }

    /** {@return the error that the operator at hand is not valid} */
    InvalidException invalid(String message) {
        return new InvalidException(message, function, offset);
    }

    /** Pushes an operand. */
    void push(int type) {
        if (size == operands.length) {
            grow();
        }
        operands[size++] = type;
    }

    private void grow() {
        limits.check(TranslationLimit.OPERANDS, size + 1L);
        operands = Arrays.copyOf(operands, Math.min(size * 2, maxOperands));
    }

    /** Pushes operands, the last on top. */
    void push(List<ValType> types) {
        for (int i = 0; i < types.size(); i++) {
            push(operandTypes.of(types.get(i)));
        }
    }

    /** {@return the type of the topmost operand, which is popped} */
    int pop() {
        if (size > innermost.height) {
            return operands[--size];
        }
        if (!innermost.unreachable) {
            throw invalid("type mismatch: an operand is missing");
        }
        return OperandType.BOTTOM;
    }

    /** {@return the type of the topmost operand, a reference, which is popped} */
    int popReference() {
        int type = pop();
        if (type == OperandType.BOTTOM) {
            return OperandType.BOTTOM_REFERENCE;
        } else if (!OperandType.isReference(type)) {
            throw invalid("type mismatch: expected a reference, found " + operandTypes.text(type));
        }
        return type;
    }

    /** {@return whether nothing that is popped is missing, since what pops it cannot be reached} */
    boolean isBottomless() {
        return size == innermost.height && innermost.unreachable;
    }

    /** Pops an operand of a type. */
    void pop(int expected) {
        if (size > innermost.height && operands[size - 1] == expected) {
            size--;
        } else {
            check(pop(), expected);
        }
    }

    /** Pops operands, the last from the top. */
    void pop(List<ValType> types) {
        for (int i = types.size() - 1; i >= 0 && !isBottomless(); i--) {
            pop(operandTypes.of(types.get(i)));
        }
    }

    /** Pops the values that a branch to a label takes, and pushes them as the label has them. */
    void passToLabel(int label) {
        List<ValType> carried = label(label).labelTypes();
        pop(carried);
        push(carried);
    }

    /** Like {@link #passToLabel}, where the last value must be a reference, which is popped at last. */
    void passReferenceToLabel(int label) {
        List<ValType> carried = label(label).labelTypes();
        if (carried.isEmpty()) {
            throw invalid("type mismatch: a branch with a reference to a label without values");
        }
        passToLabel(label);
        popReference();
    }

    /**
     * Pops the values for the targets of a {@code br_table}. Each target is checked once, however often it occurs.
     *
     * @param labels the labels, the default last
     * @param count the number of labels
     */
    void popTable(int[] labels, int count) {
        List<ValType> last = label(labels[count - 1]).labelTypes();
        tables++;
        for (int i = 0; i < count - 1; i++) {
            Block target = label(labels[i]);
            if (target.table != tables) {
                target.table = tables;
                List<ValType> carried = target.labelTypes();
                if (carried.size() != last.size()) {
                    throw invalid("type mismatch: targets of different arity");
                }
                expect(carried);
            }
        }
        pop(last);
    }

    /** Checks that the topmost operands have types, and leaves them. */
    private void expect(List<ValType> types) {
        int at = size;
        for (int i = types.size() - 1; i >= 0; i--) {
            if (at > innermost.height) {
                check(operands[--at], operandTypes.of(types.get(i)));
            } else if (!innermost.unreachable) {
                throw invalid("type mismatch: an operand is missing");
            }
        }
    }

    private void check(int type, int expected) {
        if (!operandTypes.matches(type, expected)) {
            throw invalid(
                    "type mismatch: expected " + operandTypes.text(expected) + ", found " + operandTypes.text(type));
        }
    }

    /** Opens a block: pops its parameters, which are then the first operands in it. */
    void enter(WasmOpcode opcode, FuncType type) {
        pop(type.params());
        open(opcode, type);
        push(type.params());
    }

    private void open(WasmOpcode opcode, FuncType type) {
        if (depth > maxNesting) {
            limits.check(TranslationLimit.NESTING, depth);
        }
        if (depth == blocks.size()) {
            blocks.add(new Block());
        }
        innermost = blocks.get(depth++);
        innermost.opcode = opcode;
        innermost.type = type;
        innermost.height = size;
        innermost.unreachable = false;
        innermost.initialised = locals.count();
        innermost.table = 0;
    }

    /** Turns the innermost block, an {@code if}, into its {@code else} part. */
    void otherwise() {
        close();
        locals.undo(innermost.initialised);
        innermost.opcode = WasmOpcode.ELSE;
        innermost.unreachable = false;
        push(innermost.type.params());
    }

    /** Turns the innermost block, a {@code try}, into a handler that has the values of an exception. */
    void beginHandler(WasmOpcode opcode, List<ValType> values) {
        close();
        locals.undo(innermost.initialised);
        innermost.opcode = opcode;
        innermost.unreachable = false;
        push(values);
    }

    /** Ends the innermost block; its results are then operands of the one around it. */
    void leave() {
        close();
        FuncType type = innermost.type;
        if (innermost.opcode == WasmOpcode.IF && !operandTypes.matches(type.params(), type.results())) {
            throw invalid("type mismatch: an if without else must leave the types that it takes");
        }
        locals.undo(innermost.initialised);
        depth--;
        if (depth > 0) {
            innermost = blocks.get(depth - 1);
            push(type.results());
        }
    }

    private void close() {
        pop(innermost.type.results());
        if (size != innermost.height) {
            throw invalid("type mismatch: " + (size - innermost.height) + " values remain at the end of the block");
        }
    }

    /** Says that the code up to the end of the innermost block cannot be reached. */
    void unreachable() {
        size = innermost.height;
        innermost.unreachable = true;
    }

    /** {@return how many blocks are open, the function's own included} */
    int depth() {
        return depth;
    }

    /** {@return the innermost block} */
    Block innermost() {
        return innermost;
    }

    /** {@return the block that a label refers to} */
    Block label(int label) {
        if (Integer.compareUnsigned(label, depth) >= 0) {
            throw invalid("unknown label " + Integer.toUnsignedString(label));
        }
        return blocks.get(depth - 1 - label);
    }
}
