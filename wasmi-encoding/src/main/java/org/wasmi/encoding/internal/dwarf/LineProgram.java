package org.wasmi.encoding.internal.dwarf;

/**
 * Runs a line number program (DWARF 5, 6.2.5): a machine that yields the rows of a table. Mutable, for one thread.
 * Every instruction takes a byte at least, so that it ends.
 */
final class LineProgram {
    // Standard instructions.
    private static final int EXTENDED = 0;
    private static final int COPY = 1;
    private static final int ADVANCE_PC = 2;
    private static final int ADVANCE_LINE = 3;
    private static final int SET_FILE = 4;
    private static final int SET_COLUMN = 5;
    private static final int CONST_ADD_PC = 8;
    private static final int FIXED_ADVANCE_PC = 9;
    private static final int SET_PROLOGUE_END = 10;

    // Extended instructions.
    private static final int END_SEQUENCE = 1;
    private static final int SET_ADDRESS = 2;

    private final DwarfReader in;
    private final LineTable table;

    private long address;
    private int file;
    private int line;
    private int column;
    private boolean endsPrologue;
    private boolean endsSequence;

    /**
     * Makes a machine before the first row.
     *
     * @param in where the program is, up to its end
     * @param table the table that it belongs to
     */
    LineProgram(DwarfReader in, LineTable table) {
        this.in = in;
        this.table = table;
        reset();
    }

    private void reset() {
        address = 0;
        file = 1;
        line = 1;
        column = 0;
        endsPrologue = false;
        endsSequence = false;
    }

    /** {@return where the next instruction is in the section} */
    int position() {
        return in.position();
    }

    /** Goes on where a sequence begins. */
    void position(int start) {
        in.position(start);
        reset();
    }

    long address() {
        return address;
    }

    /** {@return the file, as a number of the table} */
    int file() {
        return file;
    }

    int line() {
        return line;
    }

    int column() {
        return column;
    }

    /** {@return whether the instruction is the first one behind the prologue of a function} */
    boolean endsPrologue() {
        return endsPrologue;
    }

    /** {@return whether the row is the end of a sequence, which has only an address} */
    boolean endsSequence() {
        return endsSequence;
    }

    /**
     * Moves to the next row.
     *
     * @return whether there is one
     */
    boolean next() {
        if (endsSequence) {
            reset();
        }
        endsPrologue = false;
        while (!in.atEnd()) {
            int opcode = in.u8();
            if (opcode >= table.opcodeBase()) {
                advance(opcode);
                line += table.lineBase() + (opcode - table.opcodeBase()) % table.lineRange();
                return true;
            } else if (opcode == COPY) {
                return true;
            } else if (opcode == EXTENDED) {
                extended();
                if (endsSequence) {
                    return true;
                }
            } else {
                standard(opcode);
            }
        }
        return false;
    }

    /** Advances the address as a special opcode does. */
    private void advance(int opcode) {
        address += (long) (opcode - table.opcodeBase()) / table.lineRange() * table.instructionLength();
    }

    private void standard(int opcode) {
        switch (opcode) {
            case ADVANCE_PC -> address += in.uleb() * table.instructionLength();
            case ADVANCE_LINE -> line += (int) in.sleb();
            case SET_FILE -> file = (int) in.uleb();
            case SET_COLUMN -> column = (int) in.uleb();
            case CONST_ADD_PC -> advance(0xFF);
            case SET_PROLOGUE_END -> endsPrologue = true;
            case FIXED_ADVANCE_PC -> address += in.unsigned(Short.BYTES);
            default -> {
                // Nothing that an address's line depends on.
                for (int i = table.operands(opcode); i > 0; i--) {
                    in.uleb();
                }
            }
        }
    }

    private void extended() {
        long length = in.uleb();
        int begin = in.position();
        if (length > 0) {
            switch (in.u8()) {
                case END_SEQUENCE -> endsSequence = true;
                case SET_ADDRESS -> address = in.unsigned((int) Math.min(length - 1, Long.BYTES));
                default -> {
                    // Nothing that an address's line depends on.
                }
            }
        }
        in.position(begin);
        in.skip(length);
    }
}
