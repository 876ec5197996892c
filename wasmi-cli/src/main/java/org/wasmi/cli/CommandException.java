package org.wasmi.cli;

import java.io.IOException;

/** An end of a command that is explained to the user by its message alone. */
final class CommandException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int exitCode;

    CommandException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** {@return the end of a command that cannot write a file} */
    static CommandException cannotWrite(IOException e) {
        return new CommandException(ExitCode.NO_OUTPUT, "cannot write " + Failures.explain(e));
    }

    int exitCode() {
        return exitCode;
    }
}
