package org.wasmi.translate.internal.function;

import java.util.Arrays;
import java.util.List;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.type.ValType;

/**
 * The operands of the code that is being translated. Each is a temporary, which lies in the home slot of its height, or
 * lazily a local or a constant, which is copied to the home slot only when need be. An operand is read once at most.
 *
 * <p>Before a local is written, operands that stand for it are preserved in their home slots; the operands of one local
 * are linked, so that this takes no search. Every operand is materialised once at most: all of this is linear in the
 * number of operands pushed.
 */
final class OperandStack {
    private static final byte TEMPORARY = 0;
    private static final byte LOCAL = 1;
    private static final byte CONSTANT32 = 2;
    private static final byte CONSTANT64 = 3;
    private static final byte KIND = 3;

    /** By how much the number of its class is shifted, which is added to the kind. */
    private static final int CLASS = 2;

    private static final int NO_OPERAND = 0;

    private final Emitter emitter;

    /**
     * By operand: its kind and class, the slot of its local or its constant, its home slot, and the next operand of its
     * local.
     */
    private byte[] kinds = new byte[32];

    private long[] values = new long[32];
    private int[] homes = new int[32];
    private int[] links = new int[32];
    private int size;

    /**
     * By slot of a local: the topmost operand that stands for it. Operands are counted from 1 here and in the links.
     */
    private int[] heads = new int[32];

    private int firstHome;
    private int nextHome;
    private int slots;

    /** How many of the lowest operands certainly do not stand for locals. */
    private int settled;

    OperandStack(Emitter emitter) {
        this.emitter = emitter;
    }

    /** Starts without operands, for a function with a number of slots for its locals. */
    void reset(int localSlots) {
        truncate(0);
        if (localSlots > heads.length) {
            heads = new int[Math.max(localSlots, heads.length * 2)];
        }
        firstHome = localSlots;
        nextHome = localSlots;
        slots = localSlots;
        settled = 0;
    }

    /** {@return the number of operands} */
    int size() {
        return size;
    }

    /** {@return the lowest home slot} */
    int firstHome() {
        return firstHome;
    }

    /** Takes slots up to an end, besides those of locals and operands. */
    void reserve(int end) {
        slots = Math.max(slots, end);
    }

    /** {@return the home slot of the next operand to be pushed} */
    int nextHome() {
        return nextHome;
    }

    /** {@return the number of slots that locals and operands have taken at most} */
    int slots() {
        return slots;
    }

    /** {@return the number of slots that the topmost operands take in their home slots} */
    int slots(int count) {
        return count == 0 ? 0 : nextHome - homes[size - count];
    }

    /** {@return the home slot of an operand} */
    int home(int operand) {
        return homes[operand];
    }

    @SuppressWarnings("EnumOrdinal") // the number is for this stack alone
    private void push(int kind, OperandClass operandClass, long value) {
        if (size == kinds.length) {
            kinds = Arrays.copyOf(kinds, size * 2);
            values = Arrays.copyOf(values, size * 2);
            homes = Arrays.copyOf(homes, size * 2);
            links = Arrays.copyOf(links, size * 2);
        }
        kinds[size] = (byte) ((operandClass.ordinal() << CLASS) | kind);
        values[size] = value;
        homes[size] = nextHome;
        size++;
        nextHome += operandClass.slots();
        slots = Math.max(slots, nextHome);
    }

    /** Pushes an operand that is a temporary, and {@return its home slot} */
    int pushTemporary(OperandClass operandClass) {
        push(TEMPORARY, operandClass, 0);
        return homes[size - 1];
    }

    /** Pushes operands that are temporaries, the last on top. */
    void pushTemporaries(List<ValType> types) {
        for (int i = 0; i < types.size(); i++) {
            push(TEMPORARY, OperandClass.of(types.get(i)), 0);
        }
    }

    /** Pushes an operand that stands for a local, by its slot. */
    void pushLocal(int slot, OperandClass operandClass) {
        push(LOCAL, operandClass, slot);
        links[size - 1] = heads[slot];
        heads[slot] = size;
    }

    /** Pushes an operand that is a constant of 32 bits. */
    void pushConstant(int bits) {
        push(CONSTANT32, OperandClass.NUMBER, bits);
    }

    /** Pushes an operand that is a constant of 64 bits. */
    void pushConstant(long bits) {
        push(CONSTANT64, OperandClass.NUMBER, bits);
    }

    /** Pops the topmost operand. */
    void pop() {
        size--;
        nextHome = homes[size];
        if (kind(size) == LOCAL) {
            heads[(int) values[size]] = links[size];
        }
        settled = Math.min(settled, size);
    }

    /** Pops operands down to a height. */
    void truncate(int height) {
        while (size > height) {
            pop();
        }
    }

    private int kind(int operand) {
        return kinds[operand] & KIND;
    }

    private OperandClass operandClass(int operand) {
        return OperandClass.numbered(kinds[operand] >> CLASS);
    }

    /** {@return whether an operand stands for a local} */
    boolean isLocal(int operand) {
        return kind(operand) == LOCAL;
    }

    /** {@return whether an operand is a constant} */
    boolean isConstant(int operand) {
        return kind(operand) >= CONSTANT32;
    }

    /** {@return whether an operand is a constant that 32 bits hold, to be sign-extended if it has 64} */
    boolean isShortConstant(int operand) {
        return isConstant(operand) && values[operand] == (int) values[operand];
    }

    /** {@return the bits of an operand that is a constant} */
    long constant(int operand) {
        return values[operand];
    }

    /** Turns the topmost operand, if it is a constant, from 64 to 32 bits; what else it may be has both already. */
    void wrap() {
        if (kind(size - 1) == CONSTANT64) {
            kinds[size - 1] = CONSTANT32;
            values[size - 1] = (int) values[size - 1];
        }
    }

    /** {@return whether an operand is the result of the instruction that is pending} */
    boolean isPendingResult(int operand) {
        return kind(operand) == TEMPORARY && emitter.isResult(homes[operand]);
    }

    /** {@return whether the topmost operands lie in their home slots} */
    boolean areTemporaries(int count) {
        for (int i = size - count; i < size; i++) {
            if (kind(i) != TEMPORARY) {
                return false;
            }
        }
        return true;
    }

    /** {@return whether there is a reference among the topmost operands} */
    boolean hasReferences(int count) {
        for (int i = size - count; i < size; i++) {
            if (operandClass(i) == OperandClass.REFERENCE) {
                return true;
            }
        }
        return false;
    }

    /** {@return the slot to read an operand from; a constant is materialised first} */
    int read(int operand) {
        if (kind(operand) == LOCAL) {
            return (int) values[operand];
        }
        if (isConstant(operand)) {
            materialise(operand);
        }
        return homes[operand];
    }

    /** Materialises an operand of which the local, if it stands for one, no longer links to it. */
    private void materialise(int operand) {
        if (kind(operand) != TEMPORARY) {
            move(operand, homes[operand]);
            becomeTemporary(operand);
        }
    }

    private void becomeTemporary(int operand) {
        kinds[operand] = (byte) ((kinds[operand] & ~KIND) | TEMPORARY);
    }

    /** Writes an operand to a slot. */
    void move(int operand, int slot) {
        switch (kind(operand)) {
            case LOCAL -> copy(slot, (int) values[operand], operandClass(operand));
            case TEMPORARY -> copy(slot, homes[operand], operandClass(operand));
            default -> writeConstant(slot, values[operand]);
        }
    }

    private void copy(int to, int from, OperandClass operandClass) {
        if (to != from) {
            emitter.copy(to, from, operandClass);
        }
    }

    private void writeConstant(int slot, long value) {
        if (value == (int) value) {
            emitter.emit(Op.CONST32, slot, value);
        } else {
            emitter.emit(Op.CONST64, slot, value);
        }
    }

    /** Materialises the topmost operands. */
    void materialiseTop(int count) {
        int from = size - count;
        for (int i = size - 1; i >= from; i--) {
            if (kind(i) == LOCAL) {
                heads[(int) values[i]] = links[i];
            }
        }
        for (int i = from; i < size; i++) {
            materialise(i);
        }
    }

    /** Materialises all operands that stand for locals: code that may run or not is about to write to locals. */
    void materialiseLocals() {
        for (int i = settled; i < size; i++) {
            if (kind(i) == LOCAL) {
                heads[(int) values[i]] = NO_OPERAND;
                materialise(i);
            }
        }
        settled = size;
    }

    /** {@return whether an operand stands for a local, by its slot} */
    boolean hasLocal(int local) {
        return heads[local] != NO_OPERAND;
    }

    /** Materialises the operands that stand for a local, by its slot, which is about to be written. */
    void preserve(int local) {
        for (int i = heads[local]; i != NO_OPERAND; i = links[i - 1]) {
            materialise(i - 1);
        }
        heads[local] = NO_OPERAND;
    }

    /** Like {@link #preserve}, ahead of the pending instruction, which is to write the local itself. */
    void preserveAhead(int local) {
        for (int i = heads[local]; i != NO_OPERAND; i = links[i - 1]) {
            emitter.copyAhead(homes[i - 1], local, operandClass(i - 1));
            becomeTemporary(i - 1);
        }
        heads[local] = NO_OPERAND;
    }
}
