package org.wasmi.testkit.oracle;

import static org.wasmi.encoding.error.Trap.TABLE_OUT_OF_BOUNDS;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A table: a list of references. */
final class OracleTable {

    /** Larger tables than this are never given. */
    private static final long MOST_ELEMENTS = 100_000;

    private final long greatest;
    final List<OracleValue> elements;

    OracleTable(OracleModule.Size size) {
        greatest = Math.min(size.greatest(), MOST_ELEMENTS);
        elements = new ArrayList<>(Collections.nCopies(Math.toIntExact(size.least()), OracleValue.nullRef()));
    }

    int grow(int delta, OracleValue reference) {
        int old = elements.size();
        if (old + (delta & 0xFFFF_FFFFL) > greatest) {
            return -1;
        }
        elements.addAll(Collections.nCopies(delta, reference));
        return old;
    }

    OracleValue get(long index) {
        check(index, 1, elements.size());
        return elements.get((int) index);
    }

    void set(long index, OracleValue reference) {
        check(index, 1, elements.size());
        elements.set((int) index, reference);
    }

    static void check(long from, long length, long size) {
        if (from + length > size) {
            throw new OracleTrap(TABLE_OUT_OF_BOUNDS);
        }
    }
}
