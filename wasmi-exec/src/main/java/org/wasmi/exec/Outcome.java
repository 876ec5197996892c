package org.wasmi.exec;

import java.util.List;

/**
 * How far a call came that may be suspended, see {@link WasmFunction#start}: to its end, or to a {@link Suspension}
 * from which it can be resumed.
 */
public sealed interface Outcome permits Outcome.Finished, Suspension {

    /**
     * The call has returned.
     *
     * @param results one value for each result
     */
    record Finished(List<Value> results) implements Outcome {

        /** Copies the list. */
        public Finished {
            results = List.copyOf(results);
        }
    }
}
