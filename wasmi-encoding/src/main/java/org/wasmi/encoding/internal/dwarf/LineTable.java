package org.wasmi.encoding.internal.dwarf;

/** A line number table of one unit: its header (DWARF 5, 6.2.4). Mutable, for one thread. */
final class LineTable {
    private static final int OLDEST = 2;
    private static final int NEWEST = 5;
    private static final int FIRST_WITH_OPERATIONS = 4;
    private static final int FIRST_WITH_FORMATS = 5;

    // What an entry tells of a file or directory (7.22).
    private static final int PATH = 1;
    private static final int DIRECTORY_INDEX = 2;

    /** Nothing in the lists is an address. */
    private static final int NO_ADDRESSES = 0;

    private final Sections sections;
    private final DwarfReader in;
    private final int version;
    private final int instructionLength;
    private final int lineBase;
    private final int lineRange;
    private final int opcodeBase;
    private final byte[] operands;
    private final int entries;
    private final int program;

    /** Makes the table at an offset of the section. */
    LineTable(Sections sections, int unit) {
        this.sections = sections;
        in = new DwarfReader(sections.lines(), unit);
        in.limit(in.unitLength());
        version = (int) in.unsigned(Short.BYTES);
        if (version < OLDEST || version > NEWEST) {
            throw new DwarfException("version " + version);
        }
        if (version >= FIRST_WITH_FORMATS) {
            in.skip(2); // the sizes of addresses and of segment selectors
        }
        long headerLength = in.offset();
        int begin = in.position();
        in.skip(headerLength);
        program = in.position();
        in.position(begin);
        instructionLength = in.u8();
        if (version >= FIRST_WITH_OPERATIONS && in.u8() != 1) {
            throw new DwarfException("instructions of several operations");
        }
        in.skip(1); // whether statements begin at rows
        lineBase = in.s8();
        lineRange = in.u8();
        if (lineRange == 0) {
            throw new DwarfException("special opcodes without lines");
        }
        opcodeBase = Math.max(1, in.u8());
        operands = new byte[opcodeBase];
        for (int i = 1; i < opcodeBase; i++) {
            operands[i] = (byte) in.s8();
        }
        entries = in.position();
    }

    /** {@return where the unit that begins at an offset of the section ends} */
    static int end(Sections sections, int unit) {
        DwarfReader in = new DwarfReader(sections.lines(), unit);
        in.limit(in.unitLength());
        return in.end();
    }

    /**
     * {@return the program that makes the rows, before the first of them; no other use of the table until it is done}
     */
    LineProgram program() {
        in.position(program);
        return new LineProgram(in, this);
    }

    int instructionLength() {
        return instructionLength;
    }

    int lineBase() {
        return lineBase;
    }

    int lineRange() {
        return lineRange;
    }

    /** {@return the first special opcode} */
    int opcodeBase() {
        return opcodeBase;
    }

    /** {@return the number of operands of a standard opcode} */
    int operands(int opcode) {
        return operands[opcode] & 0xFF;
    }

    private static final long NONE = -1;
    private static final Entry NO_ENTRY = new Entry("", 0);

    /**
     * An entry of the lists of directories and files.
     *
     * @param path the path or the name
     * @param directory the directory of a file, as a number of the table
     */
    private record Entry(String path, long directory) {}

    /** {@return the path of a file by its number, relative to where the compiler ran unless it begins with a slash} */
    String path(int file) {
        in.position(entries);
        Entry found;
        String directory = "";
        if (version >= FIRST_WITH_FORMATS) {
            list(NONE);
            found = list(Integer.toUnsignedLong(file));
            in.position(entries);
            directory = found.directory == 0 ? "" : list(found.directory).path;
        } else {
            while (!in.text().isEmpty()) {
                // To the end of the directories.
            }
            found = plainFile(file);
            in.position(entries);
            for (long i = found.directory; i != 0; i--) {
                directory = plainText();
            }
        }
        return directory.isEmpty() || found.path.startsWith("/") ? found.path : directory + "/" + found.path;
    }

    /**
     * Reads a list of entries to its end, as version 5 has it.
     *
     * @param wanted the number of an entry, or {@link #NONE}
     * @return that entry, or {@link #NO_ENTRY}
     */
    private Entry list(long wanted) {
        int width = in.u8();
        long[] contents = new long[width];
        long[] forms = new long[width];
        for (int i = 0; i < width; i++) {
            contents[i] = in.uleb();
            forms[i] = in.uleb();
        }
        long count = in.uleb();
        if (width == 0 && count != 0) {
            throw new DwarfException("entries of nothing");
        }
        Entry found = NO_ENTRY;
        for (long i = 0; i != count; i++) {
            String path = "";
            long directory = 0;
            for (int k = 0; k < width; k++) {
                if (i == wanted && contents[k] == PATH) {
                    path = text(forms[k]);
                } else {
                    long number = Forms.read(in, (int) forms[k], NO_ADDRESSES);
                    directory = contents[k] == DIRECTORY_INDEX ? number : directory;
                }
            }
            if (i == wanted) {
                found = new Entry(path, directory);
            }
        }
        if (wanted != NONE && found.path.isEmpty()) {
            throw new DwarfException("no entry " + wanted);
        }
        return found;
    }

    private String text(long form) {
        return switch ((int) form) {
            case Forms.STRING -> in.text();
            case Forms.LINE_STRP -> new DwarfReader(sections.lineTexts(), in.offset()).text();
            case Forms.STRP -> new DwarfReader(sections.texts(), in.offset()).text();
            default -> throw new DwarfException("no text has form " + form);
        };
    }

    private String plainText() {
        String text = in.text();
        if (text.isEmpty()) {
            throw new DwarfException("no such entry");
        }
        return text;
    }

    private Entry plainFile(int file) {
        for (int i = 1; ; i++) {
            String name = plainText();
            long directory = in.uleb();
            in.uleb(); // when it was changed
            in.uleb(); // its length
            if (i == file) {
                return new Entry(name, directory);
            }
        }
    }
}
