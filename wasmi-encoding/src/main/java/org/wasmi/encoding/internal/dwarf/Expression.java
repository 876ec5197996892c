package org.wasmi.encoding.internal.dwarf;

import java.util.Arrays;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.source.GuestState;

/**
 * Evaluates expressions (DWARF 5, 2.5 and 2.6) with WebAssembly's operation {@code DW_OP_WASM_location}. There are no
 * branches, so that each takes a time proportional to its length. Mutable, for one thread and one frame.
 */
final class Expression {
    private static final int ADDR = 0x03;
    private static final int DEREF = 0x06;
    private static final int CONST1U = 0x08;
    private static final int CONST1S = 0x09;
    private static final int CONST2U = 0x0A;
    private static final int CONST2S = 0x0B;
    private static final int CONST4U = 0x0C;
    private static final int CONST4S = 0x0D;
    private static final int CONST8U = 0x0E;
    private static final int CONST8S = 0x0F;
    private static final int CONSTU = 0x10;
    private static final int CONSTS = 0x11;
    private static final int DUP = 0x12;
    private static final int DROP = 0x13;
    private static final int OVER = 0x14;
    private static final int SWAP = 0x16;
    private static final int AND = 0x1A;
    private static final int MINUS = 0x1C;
    private static final int MUL = 0x1E;
    private static final int NEG = 0x1F;
    private static final int NOT = 0x20;
    private static final int OR = 0x21;
    private static final int PLUS = 0x22;
    private static final int PLUS_UCONST = 0x23;
    private static final int SHL = 0x24;
    private static final int SHR = 0x25;
    private static final int SHRA = 0x26;
    private static final int XOR = 0x27;
    private static final int LIT0 = 0x30;
    private static final int LIT31 = 0x4F;
    private static final int FBREG = 0x91;
    private static final int PIECE = 0x93;
    private static final int DEREF_SIZE = 0x94;
    private static final int NOP = 0x96;
    private static final int IMPLICIT_VALUE = 0x9E;
    private static final int STACK_VALUE = 0x9F;
    private static final int ADDRX = 0xA1;
    private static final int CONSTX = 0xA2;
    private static final int WASM_LOCATION = 0xED;

    // Where a DW_OP_WASM_location is.
    private static final int LOCAL = 0;
    private static final int GLOBAL = 1;
    private static final int GLOBAL_U32 = 3;

    private static final int MOST_OPERANDS = 64;
    private static final int MOST_BYTES = 1 << 12;

    private final Unit unit;
    private final GuestState state;
    private final OptionalLong frameBase;

    private final long[] stack = new long[MOST_OPERANDS];
    private int height;

    /** Whether the top of the stack is the value itself, not its address. */
    private boolean isValue;

    /** The value as bytes, if the expression gives it so. */
    private byte @Nullable [] implicit;

    /**
     * Makes an evaluator.
     *
     * @param frameBase the base of the frame, if it is known
     */
    Expression(Unit unit, GuestState state, OptionalLong frameBase) {
        this.unit = unit;
        this.state = state;
        this.frameBase = frameBase;
    }

    /** {@return where the value is that an expression describes} */
    Storage storage(DwarfReader in) {
        checkLength(in);
        byte[] bytes = {};
        boolean[] known = {};
        int size = 0;
        boolean pieces = false;
        while (!in.atEnd()) {
            int opcode = in.u8();
            if (opcode != PIECE) {
                operation(opcode, in);
                continue;
            }
            if (!pieces) {
                pieces = true;
                bytes = new byte[MOST_BYTES];
                known = new boolean[MOST_BYTES];
            }
            long length = in.uleb();
            if (length < 0 || length > MOST_BYTES - size) {
                throw new DwarfException("a piece of " + length + " bytes");
            }
            byte[] piece = whole((int) length);
            if (piece != null) {
                System.arraycopy(piece, 0, bytes, size, piece.length);
                Arrays.fill(known, size, size + piece.length, true);
            }
            size += (int) length;
            height = 0;
            isValue = false;
            implicit = null;
        }
        if (pieces) {
            return new Storage.InBytes(Arrays.copyOf(bytes, size), Arrays.copyOf(known, size), 0);
        }
        Storage whole = whole();
        if (whole == null) {
            throw new DwarfException("an expression without a value");
        }
        return whole;
    }

    private byte @Nullable [] whole(int size) {
        Storage whole = whole();
        return whole == null ? null : whole.read(0, size);
    }

    /** {@return where the value is, or null if nothing is known of it} */
    private @Nullable Storage whole() {
        if (implicit != null) {
            return Storage.InBytes.of(implicit);
        }
        if (height == 0) {
            return null;
        }
        long top = stack[height - 1];
        return isValue ? Storage.InBytes.of(top) : new Storage.InMemory(state, top, unit.addressSize());
    }

    /** {@return the number that an expression computes from another one} */
    long value(DwarfReader in, long operand) {
        checkLength(in);
        push(operand);
        while (!in.atEnd()) {
            operation(in.u8(), in);
        }
        return pop();
    }

    private static void checkLength(DwarfReader in) {
        if (in.end() - in.position() > MOST_BYTES) {
            throw new DwarfException("an expression of " + (in.end() - in.position()) + " bytes");
        }
    }

    private void push(long value) {
        if (height == stack.length) {
            throw new DwarfException("too many operands");
        }
        stack[height++] = value;
    }

    private long pop() {
        if (height == 0) {
            throw new DwarfException("no operand");
        }
        return stack[--height];
    }

    private void operation(int opcode, DwarfReader in) {
        if (opcode >= LIT0 && opcode <= LIT31) {
            push(opcode - LIT0);
            return;
        }
        switch (opcode) {
            case ADDR -> push(in.unsigned(unit.addressSize()));
            case ADDRX, CONSTX -> push(unit.addressAt(in.uleb()));
            case CONST1U -> push(in.u8());
            case CONST1S -> push(in.s8());
            case CONST2U -> push(in.unsigned(Short.BYTES));
            case CONST2S -> push(signed(in, Short.BYTES));
            case CONST4U -> push(in.unsigned(Integer.BYTES));
            case CONST4S -> push(signed(in, Integer.BYTES));
            case CONST8U, CONST8S -> push(in.unsigned(Long.BYTES));
            case CONSTU -> push(in.uleb());
            case CONSTS -> push(in.sleb());
            case FBREG -> push(frameBase.orElseThrow(() -> new DwarfException("a frame without a base")) + in.sleb());
            case WASM_LOCATION -> push(location(in));
            case STACK_VALUE -> isValue = true;
            case IMPLICIT_VALUE -> implicit = bytes(in);
            case DEREF -> push(deref(unit.addressSize()));
            case DEREF_SIZE -> push(deref(in.u8()));
            case NOP -> {
                // Nothing to do.
            }
            default -> arithmetic(opcode, in);
        }
    }

    private static long signed(DwarfReader in, int size) {
        int unused = Long.SIZE - Byte.SIZE * size;
        return (in.unsigned(size) << unused) >> unused;
    }

    private void arithmetic(int opcode, DwarfReader in) {
        long right = pop();
        switch (opcode) {
            case DROP -> {
                // It is gone.
            }
            case DUP -> {
                push(right);
                push(right);
            }
            case NEG -> push(-right);
            case NOT -> push(~right);
            case PLUS_UCONST -> push(right + in.uleb());
            default -> {
                long left = pop();
                switch (opcode) {
                    case OVER -> {
                        push(left);
                        push(right);
                        push(left);
                    }
                    case SWAP -> {
                        push(right);
                        push(left);
                    }
                    case AND -> push(left & right);
                    case MINUS -> push(left - right);
                    case MUL -> push(left * right);
                    case OR -> push(left | right);
                    case PLUS -> push(left + right);
                    case SHL -> push(right < 0 || right >= Long.SIZE ? 0 : left << right);
                    case SHR -> push(right < 0 || right >= Long.SIZE ? 0 : left >>> right);
                    case SHRA -> push(left >> (right < 0 || right >= Long.SIZE ? Long.SIZE - 1 : right));
                    case XOR -> push(left ^ right);
                    default -> throw new DwarfException("unknown operation " + opcode);
                }
            }
        }
    }

    private long location(DwarfReader in) {
        int kind = in.u8();
        return switch (kind) {
            case LOCAL -> state.local(in.uleb()).orElseThrow(() -> new DwarfException("no such local"));
            case GLOBAL -> global(in.uleb());
            case GLOBAL_U32 -> global(in.unsigned(Integer.BYTES));
            // Operands have no places of their own in the code that runs.
            default -> throw new DwarfException("not available: location of kind " + kind);
        };
    }

    private long global(long index) {
        return state.global(index).orElseThrow(() -> new DwarfException("no such global"));
    }

    private long deref(int size) {
        if (size < 1 || size > Long.BYTES) {
            throw new DwarfException("an address of " + size + " bytes");
        }
        byte[] bytes = new Storage.InMemory(state, pop(), unit.addressSize()).read(0, size);
        if (bytes == null) {
            throw new DwarfException("an address beyond the memory");
        }
        long value = 0;
        for (int i = size - 1; i >= 0; i--) {
            value = (value << Byte.SIZE) | (bytes[i] & 0xFF);
        }
        return value;
    }

    private static byte[] bytes(DwarfReader in) {
        long size = in.uleb();
        if (size < 0 || size > MOST_BYTES) {
            throw new DwarfException("a value of " + size + " bytes");
        }
        byte[] bytes = new byte[(int) size];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) in.u8();
        }
        return bytes;
    }
}
