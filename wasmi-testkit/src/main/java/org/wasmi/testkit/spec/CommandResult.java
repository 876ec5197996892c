package org.wasmi.testkit.spec;

import java.util.Locale;

/**
 * The result of a command.
 *
 * @param line the line of the command in the script's source
 * @param type the name of the command, such as {@code assert_return}
 * @param outcome the outcome
 * @param message the reason, unless it passed
 */
public record CommandResult(int line, String type, Outcome outcome, String message) {

    /** {@return the result as {@code 12 assert_return failed: message}} */
    @Override
    public String toString() {
        return line + " " + type + " " + outcome.name().toLowerCase(Locale.ROOT)
                + (message.isEmpty() ? "" : ": " + message);
    }
}
