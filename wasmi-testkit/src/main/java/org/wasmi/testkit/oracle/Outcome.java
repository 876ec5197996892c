package org.wasmi.testkit.oracle;

import java.util.List;
import org.wasmi.encoding.error.Trap;

/** The outcome of a call. */
public sealed interface Outcome {

    /**
     * It returned.
     *
     * @param results the results, first to last
     */
    record Returned(List<OracleValue> results) implements Outcome {

        /** Copies the list. */
        public Returned {
            results = List.copyOf(results);
        }
    }

    /**
     * It trapped. {@link Trap#OUT_OF_FUEL} means that the oracle's own fuel is used up.
     *
     * @param trap the reason
     */
    record Trapped(Trap trap) implements Outcome {}

    /**
     * It threw an exception.
     *
     * @param tag the index of its tag
     * @param values the values that it carries
     */
    record Thrown(int tag, List<OracleValue> values) implements Outcome {

        /** Copies the list. */
        public Thrown {
            values = List.copyOf(values);
        }
    }
}
