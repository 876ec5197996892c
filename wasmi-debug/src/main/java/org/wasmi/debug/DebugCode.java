package org.wasmi.debug;

import java.util.Optional;
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

    private final @Nullable Sources sources;

    /** Where the body begins: no step ends in the prologue before it. */
    private final int body;

    /** By position at which an operator begins: its place, once it was wanted. */
    private final @Nullable Optional<Place>[] places;

    /**
     * Makes linked code.
     *
     * @param sources where the operators are, or null if the function is not debugged
     */
    @SuppressWarnings({"unchecked", "rawtypes"})
    DebugCode(Executor executor, Code words, @Nullable Sources sources) {
        super(executor, words);
        this.code = words.toArray();
        this.offsets = offsets(words);
        this.sources = sources;
        this.body = sources == null ? 0 : sources.bodyOf(words);
        this.places = new Optional[sources == null ? 0 : offsets.length];
    }

    boolean isDebugged() {
        return sources != null;
    }

    /** {@return the place of the operator at a position, if a step may end there} */
    Optional<Place> place(int position) {
        if (sources == null || offsets[position] == SourceMap.UNKNOWN || offsets[position] < body) {
            return Optional.empty();
        }
        Optional<Place> known = places[position];
        if (known == null) {
            known = sources.at(offsets[position]);
            places[position] = known; // on several threads perhaps the same
        }
        return known;
    }

    /** {@return the offsets of operators, by the positions at which their code begins} */
    private static int[] offsets(Code words) {
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
