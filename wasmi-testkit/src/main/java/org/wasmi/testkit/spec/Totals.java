package org.wasmi.testkit.spec;

/**
 * Numbers of commands or scripts by outcome.
 *
 * @param passed the number of those that passed
 * @param failed the number of those that failed
 * @param skipped the number of those that were skipped
 */
public record Totals(int passed, int failed, int skipped) {

    /** Totals that are all zero. */
    public static final Totals NONE = new Totals(0, 0, 0);

    /** {@return these totals with one more outcome} */
    public Totals plus(Outcome outcome) {
        return switch (outcome) {
            case PASSED -> new Totals(passed + 1, failed, skipped);
            case FAILED -> new Totals(passed, failed + 1, skipped);
            case SKIPPED -> new Totals(passed, failed, skipped + 1);
        };
    }

    /** {@return the sums} */
    public Totals plus(Totals other) {
        return new Totals(passed + other.passed, failed + other.failed, skipped + other.skipped);
    }

    /** {@return the totals as {@code 3 passed, 0 failed, 1 skipped}} */
    @Override
    public String toString() {
        return passed + " passed, " + failed + " failed, " + skipped + " skipped";
    }
}
