package org.wasmi.debug;

import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.SourceMap;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.LinkedCode;

/** The canonical words of a function, and where its operators begin. */
final class DebugCode extends LinkedCode {
    final int[] code;

    /** By position: the offset of an operator whose code begins there, or {@link SourceMap#UNKNOWN}. */
    final int[] offsets;

    /** By position at which an operator begins: its place in the source, if a step may end there; empty if the function is not debugged. */
    final @Nullable Place[] places;

    DebugCode(Executor executor, Code words, int[] offsets, @Nullable Place[] places) {
        super(executor, words);
        this.code = words.toArray();
        this.offsets = offsets;
        this.places = places;
    }

    /** {@return the offsets of operators, by the positions at which their code begins} */
    static int[] offsets(Code words) {
        int[] offsets = new int[words.length()];
        java.util.Arrays.fill(offsets, SourceMap.UNKNOWN);
        int before = SourceMap.UNKNOWN;
        for (SourceMap.Cursor pair = words.sources().cursor(); pair.next(); ) {
            if (pair.position() < offsets.length && pair.byteOffset() != before) {
                before = pair.byteOffset();
                offsets[pair.position()] = before;
            }
        }
        return offsets;
    }
}
