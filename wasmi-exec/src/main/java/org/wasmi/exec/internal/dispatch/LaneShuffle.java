package org.wasmi.exec.internal.dispatch;

/**
 * A shuffle of whole lanes of 32 bits, as most shuffles of programs are. In place of the numbers of its bytes the words
 * of the loop name, for each lane of the result, the slot that has it and which half of that: the slot, doubled, plus 1
 * for the upper half.
 */
final class LaneShuffle {
    private static final int LANES = 4;

    /** Where the words of the first operand and of the numbers are. */
    private static final int OPERANDS = 2;

    private static final int NUMBERS = 4;

    private LaneShuffle() {}

    /**
     * Makes one of a shuffle, if it is of whole lanes.
     *
     * @param code words of a function
     * @param position where the shuffle begins
     */
    static void specialise(int[] code, int position) {
        for (int i = 0; i < LANES; i++) {
            if (!isLane(code[position + NUMBERS + i])) {
                return;
            }
        }
        for (int i = 0; i < LANES; i++) {
            int lane = (code[position + NUMBERS + i] & 0xFF) / LANES;
            int operand = code[position + OPERANDS + lane / LANES];
            code[position + NUMBERS + i] = (operand << 1) + lane % LANES;
        }
        code[position] = DispatchNumbers.LANE_SHUFFLE;
    }

    /** {@return whether four numbers of bytes are those of a lane of one of two vectors} */
    private static boolean isLane(int numbers) {
        return (numbers & 0x1C) * 0x0101_0101 + 0x0302_0100 == numbers;
    }
}
