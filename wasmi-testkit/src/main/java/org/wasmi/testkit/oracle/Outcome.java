package org.wasmi.testkit.oracle;

import java.util.List;
import org.wasmi.encoding.error.Trap;

/** How a call ended. */
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
     * It trapped; {@link Trap#OUT_OF_FUEL} tells that the oracle's own fuel is used up.
     *
     * @param trap the reason
     */
    record Trapped(Trap trap) implements Outcome {}
}
