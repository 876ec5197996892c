package org.wasmi.encoding.internal.dwarf;

/** The forms of attributes (DWARF 5, 7.5.6): how many bytes a value has, and what they mean. */
final class Forms {
    static final int ADDR = 0x01;
    static final int BLOCK2 = 0x03;
    static final int BLOCK4 = 0x04;
    static final int DATA2 = 0x05;
    static final int DATA4 = 0x06;
    static final int DATA8 = 0x07;
    static final int STRING = 0x08;
    static final int BLOCK = 0x09;
    static final int BLOCK1 = 0x0A;
    static final int DATA1 = 0x0B;
    static final int FLAG = 0x0C;
    static final int SDATA = 0x0D;
    static final int STRP = 0x0E;
    static final int UDATA = 0x0F;
    static final int REF_ADDR = 0x10;
    static final int REF1 = 0x11;
    static final int REF2 = 0x12;
    static final int REF4 = 0x13;
    static final int REF8 = 0x14;
    static final int REF_UDATA = 0x15;
    static final int SEC_OFFSET = 0x17;
    static final int EXPRLOC = 0x18;
    static final int FLAG_PRESENT = 0x19;
    static final int STRX = 0x1A;
    static final int ADDRX = 0x1B;
    static final int REF_SUP4 = 0x1C;
    static final int STRP_SUP = 0x1D;
    static final int DATA16 = 0x1E;
    static final int LINE_STRP = 0x1F;
    static final int REF_SIG8 = 0x20;
    static final int IMPLICIT_CONST = 0x21;
    static final int LOCLISTX = 0x22;
    static final int RNGLISTX = 0x23;
    static final int REF_SUP8 = 0x24;
    static final int STRX1 = 0x25;
    static final int STRX2 = 0x26;
    static final int STRX3 = 0x27;
    static final int STRX4 = 0x28;
    static final int ADDRX1 = 0x29;
    static final int ADDRX2 = 0x2A;
    static final int ADDRX3 = 0x2B;
    static final int ADDRX4 = 0x2C;

    private Forms() {}

    /**
     * Reads a value.
     *
     * @param in where the value begins
     * @param form its form
     * @param addressSize how many bytes an address has
     * @return the number, offset, index or address; of a text within the section, where it begins, and of a block,
     *     where its length begins
     */
    static long read(DwarfReader in, int form, int addressSize) {
        return switch (form) {
            case DATA1, FLAG, REF1, STRX1, ADDRX1 -> in.u8();
            case DATA2, REF2, STRX2, ADDRX2 -> in.unsigned(Short.BYTES);
            case STRX3, ADDRX3 -> in.unsigned(3);
            case DATA4, REF4, REF_SUP4, STRX4, ADDRX4 -> in.unsigned(Integer.BYTES);
            case DATA8, REF8, REF_SIG8, REF_SUP8 -> in.unsigned(Long.BYTES);
            case UDATA, REF_UDATA, STRX, ADDRX, LOCLISTX, RNGLISTX -> in.uleb();
            case SDATA -> in.sleb();
            case STRP, LINE_STRP, STRP_SUP, SEC_OFFSET, REF_ADDR -> in.offset();
            case ADDR -> in.unsigned(addressSize);
            case STRING -> {
                long begin = in.position();
                in.text();
                yield begin;
            }
            case DATA16 -> skipped(in, in.position(), 2 * Long.BYTES);
            case BLOCK, EXPRLOC -> skipped(in, in.position(), in.uleb());
            case BLOCK1 -> skipped(in, in.position(), in.u8());
            case BLOCK2 -> skipped(in, in.position(), in.unsigned(Short.BYTES));
            case BLOCK4 -> skipped(in, in.position(), in.unsigned(Integer.BYTES));
            case FLAG_PRESENT -> 1;
            default -> throw new DwarfException("unknown form " + form);
        };
    }

    /** {@return whether values of a form are numbers} */
    static boolean isConstant(int form) {
        return switch (form) {
            case DATA1, DATA2, DATA4, DATA8, UDATA, SDATA, IMPLICIT_CONST -> true;
            default -> false;
        };
    }

    private static long skipped(DwarfReader in, int begin, long length) {
        in.skip(length);
        return begin;
    }
}
