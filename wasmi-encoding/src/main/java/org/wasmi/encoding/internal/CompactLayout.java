package org.wasmi.encoding.internal;

import java.util.Arrays;
import java.util.List;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.InstructionDecoder;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.OperandVisitor;
import org.wasmi.encoding.SourceMap;

/** Turns canonical code into compact code. */
final class CompactLayout implements OperandVisitor {
    private static final int MAX_INTS = 1 << 28;

    private final Code code;
    private final InstructionDecoder decoder;

    /** By position in the canonical code: the number of the instruction that begins there. */
    private final int[] numbers;

    /** By position in the canonical code: where the instruction is written that begins there; the end at the end. */
    private final int[] places;

    /** How the operands of the current instruction are written. */
    private List<CompactForm> forms = List.of();

    private int[] data;
    private int size;

    CompactLayout(Code code) {
        this.code = code;
        this.decoder = new WordsDecoder(code);
        this.numbers = new int[code.length()];
        this.places = new int[code.length() + 1];
        this.data = new int[code.length() / 4 + 1];
    }

    Code write() {
        for (int number = 0; decoder.next(); number++) {
            numbers[decoder.position()] = number;
        }
        SourceMap.Builder sources = SourceMap.builder();
        SourceMap.Cursor source = code.sources().cursor();
        boolean more = source.next();
        decoder.seek(0);
        while (decoder.next()) {
            for (; more && source.position() <= decoder.position(); more = source.next()) {
                sources.add(size, source.byteOffset());
            }
            places[decoder.position()] = size;
            instruction();
        }
        places[code.length()] = size;
        return new Code(
                Encodings.COMPACT,
                Arrays.copyOf(data, (size + 3) / 4),
                size,
                code.frame(),
                sources.build(),
                code.handlers().withPositions(position -> places[position]));
    }

    private void instruction() {
        Op op = decoder.op();
        if (op.code() < CompactEncoding.WIDE_CODES) {
            put(op.code());
        } else {
            int rest = op.code() - CompactEncoding.WIDE_CODES;
            put(CompactEncoding.WIDE_CODES + (rest >>> 8));
            put(rest & 0xFF);
        }
        forms = CompactForm.of(op);
        decoder.visit(this);
    }

    @Override
    public void value(int number, long value) {
        switch (forms.get(number)) {
            case PLAIN, TARGETS -> leb((int) value);
            case PLAIN64 -> leb64(value);
            case SIGNED -> leb(CompactForm.zigZag((int) value));
            case REVERSED -> leb(Integer.reverseBytes((int) value));
            case REVERSED64 -> leb64(Long.reverseBytes(value));
            case BRANCH -> throw new IllegalStateException("a branch has a target");
        }
    }

    @Override
    public void target(int number, int position) {
        leb(CompactForm.zigZag(numbers[position] - numbers[decoder.position()]));
    }

    private void leb(int value) {
        leb64(Integer.toUnsignedLong(value));
    }

    private void leb64(long value) {
        long rest = value;
        for (; (rest & ~0x7FL) != 0; rest >>>= 7) {
            put((int) (rest & 0x7F) | 0x80);
        }
        put((int) rest);
    }

    private void put(int unsignedByte) {
        int at = size >>> 2;
        if (at == data.length) {
            if (at >= MAX_INTS) {
                throw new IllegalStateException("the code is too long");
            }
            data = Arrays.copyOf(data, data.length * 2);
        }
        data[at] |= unsignedByte << ((size & 3) << 3);
        size++;
    }
}
