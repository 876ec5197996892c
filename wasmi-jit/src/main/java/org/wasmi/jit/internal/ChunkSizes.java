package org.wasmi.jit.internal;

import java.util.Arrays;
import java.util.List;

/**
 * How much of a function goes into a chunk: what by estimate makes a method of the longest that is compiled, and where
 * a method turned out to be longer, by what it took. Confined to the thread that compiles.
 */
final class ChunkSizes {
    /** What a chunk may weigh: its method is then mostly below {@link FunctionEmitter#MAX_BYTES}. */
    static final int CHUNK = 5_000;

    /** What the smallest pieces of blocks weigh that are tried. */
    private static final int MIN_PIECE = 300;

    /** How often a function is cut. */
    private static final int TRIES = 12;

    /** What a chunk may weigh here. */
    private final int most;

    private int piece;
    private boolean shrinkPieces;
    private int tries;

    /** By block: how many times its estimate it weighs; 0 means 1. */
    private double[] factors = {};

    /**
     * Makes sizes before anything has been cut.
     *
     * @param most what a chunk may weigh, at most {@link #CHUNK}
     */
    ChunkSizes(int most) {
        this.most = most;
        this.piece = most / 2;
    }

    /** {@return what a chunk may weigh} */
    int most() {
        return most;
    }

    /** {@return what a block may weigh; longer ones are several} */
    int piece() {
        return piece;
    }

    /** {@return what a block weighs that is estimated to weigh so much} */
    int weight(Block block, int estimate) {
        double factor = block.number < factors.length ? factors[block.number] : 0;
        return factor == 0 ? estimate : (int) Math.min(Integer.MAX_VALUE / 2.0, estimate * factor);
    }

    /**
     * Learns how long the method of a chunk was.
     *
     * @param weight what the blocks weighed together
     */
    void measured(List<Block> chunk, int weight, int bytes) {
        boolean tooLong = bytes > FunctionEmitter.MAX_BYTES;
        shrinkPieces |= tooLong && chunk.size() == 1;
        double heavier = (double) bytes / FunctionEmitter.MAX_BYTES * CHUNK / Math.max(1, weight);
        if (tooLong) {
            heavier = Math.max(heavier, 1.1 * CHUNK / Math.max(1, weight));
        }
        if (heavier > 1) {
            int last = chunk.get(chunk.size() - 1).number;
            if (last >= factors.length) {
                factors = Arrays.copyOf(factors, Math.max(last + 1, 2 * factors.length));
            }
            for (Block each : chunk) {
                factors[each.number] = heavier * (factors[each.number] == 0 ? 1 : factors[each.number]);
            }
        }
    }

    /**
     * Has the function be cut again, as a method was too long.
     *
     * @return whether that may help
     */
    boolean shrink() {
        if (++tries == TRIES || (shrinkPieces && piece <= MIN_PIECE)) {
            return false;
        }
        if (shrinkPieces) { // blocks will have other numbers
            piece = Math.max(MIN_PIECE, piece / 2);
            factors = new double[0];
            shrinkPieces = false;
        }
        return true;
    }
}
