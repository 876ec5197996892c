package org.wasmi.testkit.spec;

import java.util.List;

/**
 * The results of the commands of a script.
 *
 * @param script the name of the script
 * @param commands the results, in the order of the commands
 */
public record ScriptResult(String script, List<CommandResult> commands) {

    /** Copies the results. */
    public ScriptResult {
        commands = List.copyOf(commands);
    }

    /** {@return the number of commands by outcome} */
    public Totals totals() {
        Totals totals = Totals.NONE;
        for (CommandResult each : commands) {
            totals = totals.plus(each.outcome());
        }
        return totals;
    }

    /** {@return failed if a command failed, skipped if none passed, otherwise passed} */
    public Outcome outcome() {
        Totals totals = totals();
        if (totals.failed() > 0) {
            return Outcome.FAILED;
        }
        return totals.passed() == 0 ? Outcome.SKIPPED : Outcome.PASSED;
    }

    /** {@return the results of the commands that failed} */
    public List<CommandResult> failures() {
        return commands.stream()
                .filter(each -> each.outcome() == Outcome.FAILED)
                .toList();
    }
}
