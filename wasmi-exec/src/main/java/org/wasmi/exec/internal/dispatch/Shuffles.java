package org.wasmi.exec.internal.dispatch;

import java.util.Arrays;
import org.wasmi.exec.handler.Words;

/**
 * Finds the form in which the loop executes a shuffle, by what the numbers of its bytes have in common. In place of the
 * numbers, the words of the instruction hold what the form needs, or the distance to a table behind the code.
 *
 * <ul>
 *   <li>Lanes of 32 bits of the operands, of which two make a half of the result, side by side or in turn by 16 or 8
 *       bits: for each the slot, doubled, plus 1 for its upper half.
 *   <li>Halves that are made of one or two halves of the operands, rotated: a table with two places for each, and a
 *       mask of what comes from the first. Rotations of lanes, selections and bytes in reverse order are such.
 *   <li>All others: a table with the place of each byte.
 * </ul>
 *
 * A place is a slot, shifted left by {@value #PLACE_SHIFT}, and by how much to shift or rotate its numeric half right.
 */
final class Shuffles {
    private static final int PLACE_SHIFT = 6;
    private static final int HALF = Long.BYTES;
    private static final int LANE = Integer.BYTES;

    /** Where the words of the first operand and of the numbers are. */
    private static final int OPERANDS = 2;

    private static final int NUMBERS = 4;

    private static final int[] NONE = {};

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
                && !isOfLanes(position, Byte.BYTES, DispatchNumbers.SHUFFLE_LANES_8)
                && !isOfRotations(position)) {
            int[] places = new int[2 * HALF];
            for (int i = 0; i < places.length; i++) {
                places[i] = place(position, number(position, i), 0);
            }
            append(position, DispatchNumbers.I8X16_SHUFFLE, places);
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
        code[position] = form;
        System.arraycopy(lanes, 0, code, position + NUMBERS, lanes.length);
        return true;
    }

    /** Gives a shuffle the form that rotates halves and chooses among two, if it is such. */
    private boolean isOfRotations(int position) {
        int[] table = new int[2 * LANE];
        for (int half = 0; half < 2; half++) {
            int first = place(position, number(position, half * HALF), 0);
            int second = first;
            long mask = 0;
            for (int i = 0; i < HALF; i++) {
                int place = place(position, number(position, half * HALF + i), i);
                if (place == first) {
                    mask |= 0xFFL << (i * Byte.SIZE);
                } else if (second == first) {
                    second = place;
                } else if (place != second) {
                    return false;
                }
            }
            table[LANE * half] = first;
            table[LANE * half + 1] = second;
            table[LANE * half + 2] = (int) mask;
            table[LANE * half + 3] = (int) (mask >>> Integer.SIZE);
        }
        append(position, DispatchNumbers.SHUFFLE_ROTATED, table);
        return true;
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
