package org.wasmi.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code wasmi} command. */
@Command(name = "wasmi", description = "WebAssembly on the JVM.", mixinStandardHelpOptions = true)
public final class Main {
    private Main() {}

    /**
     * Runs the command line and exits with its code.
     *
     * @param arguments as typed
     */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }
}
