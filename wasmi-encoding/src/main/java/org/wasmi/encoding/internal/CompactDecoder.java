package org.wasmi.encoding.internal;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.CheckingDecoder;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.Format;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.error.MalformedException;

/** Reads the compact encoding. */
final class CompactDecoder extends CheckingDecoder {
    private static final int MAX_OPERANDS = Stream.of(Format.values())
            .mapToInt(format -> format.operands().size())
            .max()
            .orElseThrow();

    /** Where the instruction that is being decoded begins, and where in it the decoder is. */
    private int start;

    private int at;

    /** The operands of the current instruction; of branches the distances, of targets the number. */
    private final long[] operands = new long[MAX_OPERANDS];

    private int[] distances = new int[4];

    /** The number of the current instruction, or {@link #NONE} if it has not been looked up since the last seek. */
    private int number = NONE;

    /** Where each instruction begins, up to the first that does not decode; made when first asked for a target. */
    private int @Nullable [] starts;

    CompactDecoder(Code code) {
        super(code, Encodings.COMPACT, (int) ((code.length() + 3L) / 4), 1);
        int used = code.length() & 3;
        if (used != 0 && code.dataAt(code.dataLength() - 1) >>> (used << 3) != 0) {
            throw malformed("there is something behind the code", code.length());
        }
    }

    @Override
    protected void decode(int from) {
        start = from;
        at = from;
        Op found = opCode();
        List<CompactForm> forms = CompactForm.of(found);
        for (int i = 0; i < forms.size(); i++) {
            operands[i] = switch (forms.get(i)) {
                case PLAIN -> leb();
                case PLAIN64 -> leb64();
                case SIGNED, BRANCH -> CompactForm.unZigZag(leb());
                case REVERSED -> Integer.reverseBytes(leb());
                case REVERSED64 -> Long.reverseBytes(leb64());
                case TARGETS -> targets(found);
            };
        }
        if (from == 0) {
            number = 0;
        } else {
            number = number < 0 ? NONE : number + 1;
        }
        found(found, from, at);
    }

    private Op opCode() {
        int value = read();
        if (value >= CompactEncoding.WIDE_CODES) {
            value = CompactEncoding.WIDE_CODES + ((value - CompactEncoding.WIDE_CODES) << 8) + read();
        }
        if (value >= Op.count()) {
            throw malformed("no instruction has code " + value, start);
        }
        return Op.of(value);
    }

    private int targets(Op found) {
        int count = leb();
        if (count == 0) {
            throw malformed(found + " has no targets", start);
        }
        if (Integer.compareUnsigned(count, code().length() - at) > 0) {
            throw truncated();
        }
        if (count > distances.length) {
            distances = new int[Math.max(count, 2 * distances.length)];
        }
        for (int i = 0; i < count; i++) {
            distances[i] = CompactForm.unZigZag(leb());
        }
        return count;
    }

    private int leb() {
        long value = leb64();
        if (value >>> Integer.SIZE != 0) {
            throw malformed("an operand is wider than 32 bits", start);
        }
        return (int) value;
    }

    private long leb64() {
        long value = 0;
        int shift = 0;
        int bits;
        do {
            bits = read();
            if (shift == 63 && bits > 1) {
                throw malformed("an operand is wider than 64 bits", start);
            }
            value |= (long) (bits & 0x7F) << shift;
            shift += 7;
        } while (bits >= 0x80);
        if (bits == 0 && shift > 7) {
            throw malformed("an operand is longer than it need be", start);
        }
        return value;
    }

    private int read() {
        if (at == code().length()) {
            throw truncated();
        }
        int value = (code().dataAt(at >>> 2) >>> ((at & 3) << 3)) & 0xFF;
        at++;
        return value;
    }

    private MalformedException truncated() {
        return malformed("the code ends within an instruction", start);
    }

    @Override
    public void seek(int newPosition) {
        super.seek(newPosition);
        number = NONE;
    }

    @Override
    protected int operandAt(int operand) {
        return (int) operands[operand];
    }

    @Override
    protected long wideAt(int operand) {
        return operands[operand];
    }

    @Override
    protected int targetAt(int operand) {
        return instructionAt(operands[operand]);
    }

    @Override
    protected int targetAt(int operand, int entry) {
        return instructionAt(distances[entry]);
    }

    /** {@return the position of the instruction at a distance from the current one, or {@link #NONE}} */
    private int instructionAt(long distance) {
        int[] index = starts();
        if (number == NONE) {
            number = Arrays.binarySearch(index, position());
        }
        long target = number + distance;
        return number < 0 || target < 0 || target >= index.length ? NONE : index[(int) target];
    }

    private int[] starts() {
        int[] found = starts;
        if (found == null) {
            found = findStarts();
            starts = found;
        }
        return found;
    }

    private int[] findStarts() {
        CompactDecoder decoder = new CompactDecoder(code());
        int[] found = new int[16];
        int count = 0;
        try {
            while (decoder.next()) {
                if (count == found.length) {
                    found = Arrays.copyOf(found, 2 * count);
                }
                found[count++] = decoder.position();
            }
        } catch (MalformedException e) {
            // Decoding that place reports it; until then there is nothing to branch to.
        }
        return Arrays.copyOf(found, count);
    }
}
