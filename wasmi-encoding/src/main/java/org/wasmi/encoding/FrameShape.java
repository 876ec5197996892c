package org.wasmi.encoding;

/**
 * The layout of a function's frame: a window of consecutive slots on the stack, each slot with a numeric half of 64
 * bits and a reference half. From slot 0 on, it has the parameters, the other locals, then temporaries. The caller
 * writes the arguments to the slots from 0 on before the call. On entry, the other locals are set to zero and null. On
 * return, the results are in the slots from 0 on. The frame of a callee begins within its caller's, so that a call
 * copies nothing.
 *
 * @param params the number of slots that the parameters take
 * @param results the number of slots that the results take
 * @param locals the number of slots that the parameters and locals take
 * @param slots the number of slots that the code may touch, without callees' frames; at least {@code locals} and {@code
 *     results}
 * @param references whether the code touches reference halves, or calls functions that take or return references; if
 *     not, executors need not clear the frame's reference halves
 */
public record FrameShape(int params, int results, int locals, int slots, boolean references) {

    /**
     * Checks the numbers against each other.
     *
     * @throws IllegalArgumentException if one is negative or out of line
     */
    public FrameShape {
        if (params < 0 || results < 0 || locals < params || slots < locals || slots < results) {
            throw new IllegalArgumentException("impossible frame: " + params + " parameter, " + results + " result, "
                    + locals + " local and " + slots + " slots in all");
        }
    }
}
