package org.wasmi.testkit.differential;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.wasmi.encoding.Trap;
import org.wasmi.testkit.oracle.OracleValue;
import org.wasmi.testkit.oracle.Outcome;

/**
 * What can be seen of a module's run.
 *
 * @param outcomes how the calls ended
 * @param memories the bytes of the memories at the end
 * @param tables the elements of the tables at the end
 * @param globals the globals at the end
 */
record Observation(
        List<Outcome> outcomes, List<ByteBuffer> memories, List<List<OracleValue>> tables, List<OracleValue> globals) {

    /** {@return what can be seen of a module that traps while it is instantiated} */
    static Observation ofStart(Trap trap) {
        return new Observation(List.of(new Outcome.Trapped(trap)), List.of(), List.of(), List.of());
    }

    /** {@return whether the run ended early because the oracle would not go on} */
    boolean isOutOfFuel() {
        return outcomes.contains(new Outcome.Trapped(Trap.OUT_OF_FUEL));
    }

    /** {@return the first thing in which another run differs from this one, NaNs being equal} */
    Optional<String> difference(Observation other) {
        if (outcomes.size() != other.outcomes.size()) {
            return Optional.of("outcomes are " + other.outcomes + ", not " + outcomes);
        }
        for (int i = 0; i < outcomes.size(); i++) {
            if (!same(outcomes.get(i), other.outcomes.get(i))) {
                return Optional.of("call " + i + " ends with " + other.outcomes.get(i) + ", not " + outcomes.get(i));
            }
        }
        if (!same(globals, other.globals)) {
            return Optional.of("globals are " + other.globals + ", not " + globals);
        }
        if (!tables.equals(other.tables)) {
            return Optional.of("tables are " + other.tables + ", not " + tables);
        }
        for (int i = 0; i < memories.size(); i++) {
            if (!memories.get(i).equals(other.memories.get(i))) {
                return Optional.of("memory " + i + " differs: " + difference(memories.get(i), other.memories.get(i)));
            }
        }
        return Optional.empty();
    }

    private static String difference(ByteBuffer expected, ByteBuffer actual) {
        if (expected.remaining() != actual.remaining()) {
            return "it has " + actual.remaining() + " bytes, not " + expected.remaining();
        }
        int address = expected.mismatch(actual);
        return "at address " + address + " is " + actual.get(address) + ", not " + expected.get(address);
    }

    private static boolean same(Outcome expected, Outcome actual) {
        return expected.equals(actual)
                || (expected instanceof Outcome.Returned one
                        && actual instanceof Outcome.Returned two
                        && same(one.results(), two.results()));
    }

    private static boolean same(List<OracleValue> expected, List<OracleValue> actual) {
        if (expected.size() != actual.size()) {
            return false;
        }
        for (int i = 0; i < expected.size(); i++) {
            OracleValue one = expected.get(i);
            OracleValue two = actual.get(i);
            boolean bothNaN = one.isNaN() && two.isNaN() && one.getClass().equals(two.getClass());
            if (!bothNaN && !one.equals(two)) {
                return false;
            }
        }
        return true;
    }
}
