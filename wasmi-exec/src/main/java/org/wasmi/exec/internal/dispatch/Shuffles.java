package org.wasmi.exec.internal.dispatch;

import java.util.Arrays;
import org.wasmi.exec.handler.Words;

/**
 * Finds the form in which the loop executes a shuffle, by what the numbers of its bytes have in common. In place of the
 * numbers, the words of the instruction hold what the form needs, or the distance to a table behind the code.
 *
 * <ul>
 *   <li>Lanes of 32 bits of the operands, of which two make a half of the result, side by side or in turn by 16 bits: for
 *       each the slot, doubled, plus 1 for its upper half.
 *   <li>Two halves of operands, a byte of each in turn: their slots.
 *   <li>Lanes of 8 or 16 bits of a half of an operand, moved apart, and what is between them from another half, where it
 *       is already: for each half of the result the place of the first lane, and then the slots of the others. Or lanes
 *       of 16 bits, and between them always the same lane: its place.
 *   <li>Halves that are made of one or two halves of the operands, rotated: a table with two places for each, and a mask
 *       for each of the two. Rotations of lanes and selections are such.
 *   <li>A half of an operand for each half of the result, its bytes in reverse order, rotated: two places.
 *   <li>Lanes of 16 bits: a table with the place of each.
 *   <li>Halves that are made of one or two halves of the operands, rotated, and filled up with a byte: a table as above,
 *       with the place of that byte as well. Compilers fill up with byte 0 what they do not need.
 *   <li>All others: a table with the place of each byte.
 * </ul>
 *
 * <p>A place is a slot, shifted left by {@value #PLACE_SHIFT}, and by how much to shift or rotate its numeric half
 * right. A mask has a bit for each byte. Those of two places are in the two lowest bytes of a word.
 *
 * <p>Of the 89,002 shuffles in the code of ffmpeg-core 0.12.10, sharp-wasm32 0.34.3, webp 1.5.0 of jSquash and
 * tfjs-backend-wasm 4.22.0 (npm), the general form is for 4 %. 64 % move lanes apart, 21 % are of lanes of 32 bits or
 * take such in turn, and 6 % are filled up.
 */
final class Shuffles {
    private static final int PLACE_SHIFT = 6;
    private static final int HALF = Long.BYTES;

    /** How many halves of operands a half of the result is made of. */
    private static final int PARTS = 2;

    private static final int LANE = Integer.BYTES;

    /** Where the words of the first operand and of the numbers are. */
    private static final int OPERANDS = 2;

    private static final int NUMBERS = 4;

    private static final int[] NONE = {};

    /** No byte has that number. */
    private static final int NOTHING = -1;

    /** The bits of the bytes that a mask selects. */
    static final long[] MASKS = new long[1 << HALF];

    static {
        for (int mask = 0; mask < MASKS.length; mask++) {
            for (int i = 0; i < HALF; i++) {
                MASKS[mask] |= ((mask >> i & 1) * 0xFFL) << (i * Byte.SIZE);
            }
        }
    }

    private final int[] code;
    private int[] tables = NONE;
    private int length;

    /**
     * Begins.
     *
     * @param code the words of a function, in which shuffles change
     */
    Shuffles(int[] code) {
        this.code = code;
    }

    /** {@return the words with the tables behind them} */
    int[] code() {
        int[] all = Arrays.copyOf(code, code.length + length);
        System.arraycopy(tables, 0, all, code.length, length);
        return all;
    }

    /** Gives a shuffle its form. */
    void link(int position) {
        if (!isOfLanes(position, Integer.BYTES, DispatchNumbers.SHUFFLE_LANES_32)
                && !isOfLanes(position, Short.BYTES, DispatchNumbers.SHUFFLE_LANES_16)
                && !isZipped(position)
                && !isSpread(position, Short.BYTES, Integer.BYTES, DispatchNumbers.SHUFFLE_SPREAD_16_32)
                && !isSpread(position, Byte.BYTES, Integer.BYTES, DispatchNumbers.SHUFFLE_SPREAD_8_32)
                && !isSpread(position, Byte.BYTES, Short.BYTES, DispatchNumbers.SHUFFLE_SPREAD_8_16)
                && !isSpreadOverLane(position)
                && !isOfRotations(position)
                && !isReversed(position)
                && !isOfShorts(position)
                && !isFilled(position)) {
            append(position, DispatchNumbers.I8X16_SHUFFLE, places(position, Byte.BYTES));
        }
    }

    /** Gives a shuffle the form that makes halves of two lanes, so many bytes of each in turn, if it is such. */
    private boolean isOfLanes(int position, int turn, int form) {
        int[] lanes = new int[2 * HALF / LANE];
        for (int lane = 0; lane < lanes.length; lane++) {
            int start = lane / 2 * HALF + lane % 2 * turn;
            int first = number(position, start);
            for (int i = 0; i < LANE; i++) {
                if (first % LANE != 0 || number(position, start + i / turn * 2 * turn + i % turn) != first + i) {
                    return false;
                }
            }
            lanes[lane] = 2 * slot(position, first) + first / LANE % 2;
        }
        replace(position, form, lanes);
        return true;
    }

    /** Gives a shuffle the form that takes bytes of two halves in turn, if it is such. */
    private boolean isZipped(int position) {
        for (int i = 0; i < 2 * HALF; i++) {
            int first = number(position, i % 2);
            if (first % HALF != 0 || number(position, i) != first + i / 2) {
                return false;
            }
        }
        int[] words = {slot(position, number(position, 0)), slot(position, number(position, 1))};
        replace(position, DispatchNumbers.SHUFFLE_ZIPPED, words);
        return true;
    }

    /**
     * Gives a shuffle the form that moves lanes of so many bytes apart and leaves others where they are, if it is such.
     *
     * @param step how many bytes are from one to the next
     */
    private boolean isSpread(int position, int width, int step, int form) {
        int[] words = new int[LANE];
        for (int half = 0; half < 2; half++) {
            int other = number(position, half * HALF + HALF - 1) / HALF * HALF;
            for (int i = 0; i < HALF; i++) {
                if (i % step >= width && number(position, half * HALF + i) != other + i) {
                    return false;
                }
            }
            words[2 + half] = slot(position, other);
        }
        return isSpread(position, width, step, form, words);
    }

    /** Gives a shuffle the form that moves lanes of 16 bits apart and has the same lane between them, if it is such. */
    private boolean isSpreadOverLane(int position) {
        int lane = number(position, Short.BYTES);
        for (int i = 0; i < 2 * HALF; i++) {
            if (i % LANE >= Short.BYTES && number(position, i) != lane + i % Short.BYTES) {
                return false;
            }
        }
        return lane % Short.BYTES == 0
                && isSpread(position, Short.BYTES, LANE, DispatchNumbers.SHUFFLE_SPREAD_OVER_LANE, new int[] {
                    0, 0, place(position, lane, 0), 0
                });
    }

    /** Completes the words of a shuffle that moves lanes apart, if they follow each other in a half of an operand. */
    private boolean isSpread(int position, int width, int step, int form, int[] words) {
        for (int half = 0; half < 2; half++) {
            int first = number(position, half * HALF);
            if (first % HALF + HALF / step * width > HALF) {
                return false;
            }
            for (int i = 0; i < HALF; i++) {
                if (i % step < width && number(position, half * HALF + i) != first + i / step * width + i % step) {
                    return false;
                }
            }
            words[half] = place(position, first, 0);
        }
        replace(position, form, words);
        return true;
    }

    /** Gives a shuffle the form that moves lanes of 16 bits, if it is such. */
    private boolean isOfShorts(int position) {
        for (int i = 0; i < 2 * HALF; i += Short.BYTES) {
            int number = number(position, i);
            if (number % Short.BYTES != 0 || number(position, i + 1) != number + 1) {
                return false;
            }
        }
        append(position, DispatchNumbers.SHUFFLE_16, places(position, Short.BYTES));
        return true;
    }

    /** {@return the places of lanes of so many bytes} */
    private int[] places(int position, int width) {
        int[] places = new int[2 * HALF / width];
        for (int i = 0; i < places.length; i++) {
            places[i] = place(position, number(position, width * i), 0);
        }
        return places;
    }

    /** Gives a shuffle the form that rotates halves and chooses among two, if it is such. */
    private boolean isOfRotations(int position) {
        int[] table = new int[2 * (PARTS + 1)];
        if (!isOfRotations(position, 0, NOTHING, table, 0)
                || !isOfRotations(position, HALF, NOTHING, table, PARTS + 1)) {
            return false;
        }
        append(position, DispatchNumbers.SHUFFLE_ROTATED, table);
        return true;
    }

    /** Gives a shuffle the form that rotates halves in reverse, if it is such. */
    private boolean isReversed(int position) {
        int[] words = new int[2];
        for (int half = 0; half < 2; half++) {
            int start = half * HALF;
            int first = number(position, start);
            for (int i = 0; i < HALF; i++) {
                int number = number(position, start + i);
                if (number / HALF != first / HALF || (number + i - first) % HALF != 0) {
                    return false;
                }
            }
            words[half] = place(position, first ^ (HALF - 1), 0);
        }
        replace(position, DispatchNumbers.SHUFFLE_REVERSED, words);
        return true;
    }

    /** Gives a shuffle the form that rotates and chooses among two, and fills up with a byte, if it is such. */
    private boolean isFilled(int position) {
        int[] table = new int[2 * (PARTS + 2)];
        if (!isFilled(position, 0, table, 0) || !isFilled(position, HALF, table, PARTS + 2)) {
            return false;
        }
        append(position, DispatchNumbers.SHUFFLE_FILLED, table);
        return true;
    }

    /** Describes a half of the result that is filled up with one of its bytes, if it is such. */
    private boolean isFilled(int position, int half, int[] table, int at) {
        for (int i = half; i < half + HALF; i++) {
            int fill = number(position, i);
            if (isOfRotations(position, half, fill, table, at)) {
                table[at + PARTS + 1] = place(position, fill, 0);
                return true;
            }
        }
        return false;
    }

    /**
     * Describes a half of the result by two places and a word with their masks, if two are enough.
     *
     * @param half its first byte
     * @param fill the number of bytes that come from elsewhere
     * @param at where the description is in the table
     */
    private boolean isOfRotations(int position, int half, int fill, int[] table, int at) {
        int found = 0;
        int masks = 0;
        for (int i = 0; i < HALF; i++) {
            int number = number(position, half + i);
            if (number != fill) {
                int place = place(position, number, i);
                int part = 0;
                while (part < found && table[at + part] != place) {
                    part++;
                }
                if (part == PARTS) {
                    return false;
                }
                table[at + part] = place;
                found = Math.max(found, part + 1);
                masks |= 1 << (part * HALF + i);
            }
        }
        // What is not needed is read as well.
        Arrays.fill(table, at + found, at + PARTS, place(position, number(position, half), 0));
        table[at + PARTS] = masks;
        return true;
    }

    /** Replaces the numbers of a shuffle. */
    private void replace(int position, int form, int[] words) {
        code[position] = form;
        System.arraycopy(words, 0, code, position + NUMBERS, words.length);
    }

    private void append(int position, int form, int[] table) {
        if (tables.length - length < table.length) {
            tables = Arrays.copyOf(tables, 2 * length + table.length);
        }
        System.arraycopy(table, 0, tables, length, table.length);
        code[position] = form;
        code[position + NUMBERS] = code.length + length - position;
        length += table.length;
    }

    /** {@return the number of the byte that becomes a byte of the result} */
    private int number(int position, int i) {
        return (int) (Words.wide(code, position + NUMBERS + 2 * (i / HALF)) >>> (i % HALF * Byte.SIZE)) & 31;
    }

    /** {@return the slot that holds a byte, by its number} */
    private int slot(int position, int number) {
        return code[position + OPERANDS + number / (2 * HALF)] + number / HALF % 2;
    }

    /** {@return the place of a byte, by its number, from which it goes to a byte of a half} */
    private int place(int position, int number, int to) {
        return slot(position, number) << PLACE_SHIFT | Math.floorMod(number - to, HALF) * Byte.SIZE;
    }
}
