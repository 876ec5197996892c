package org.wasmi.testkit.oracle;

import static org.wasmi.encoding.error.Trap.TABLE_OUT_OF_BOUNDS;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A table: a list of references. */
final class OracleTable {

    /** Larger tables than this are never given. */
    private static final long MOST_ELEMENTS = 100_000;

    /** Whether indices have 64 bits. */
    private final boolean wide;

    private final long greatest;
    final List<OracleValue> elements;

    OracleTable(OracleModule.Size size) {
        wide = size.wide();
        greatest = Long.compareUnsigned(size.greatest(), MOST_ELEMENTS) < 0 ? size.greatest() : MOST_ELEMENTS;
        elements = new ArrayList<>(Collections.nCopies(Math.toIntExact(size.least()), OracleValue.nullRef()));
    }

    /** {@return a number of elements as the operators give it} */
    private OracleValue size(long count) {
        return wide ? new OracleValue.I64(count) : new OracleValue.I32((int) count);
    }

    OracleValue size() {
        return size(elements.size());
    }

    OracleValue grow(OracleValue more, OracleValue reference) {
        OracleValue old = size();
        long delta = more.unsigned();
        if (delta < 0 || delta > greatest - elements.size()) {
            return size(-1);
        }
        elements.addAll(Collections.nCopies((int) delta, reference));
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
        if (from < 0 || length < 0 || from > size - length) {
            throw new OracleTrap(TABLE_OUT_OF_BOUNDS);
        }
    }
}
