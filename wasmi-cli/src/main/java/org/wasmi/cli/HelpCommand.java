package org.wasmi.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.Suggestions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "help",
        description = "Shows the help of a command, as 'wasmi COMMAND --help' does.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        footer = {"%nExample:", "  wasmi help run"})
final class HelpCommand implements Callable<Integer> {
    private final Streams streams;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "The command (default: wasmi itself).")
    private @Nullable String command;

    HelpCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        CommandLine root = spec.root().commandLine();
        CommandLine shown = command == null ? root : root.getSubcommands().get(command);
        if (shown == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "there is no command '" + command + "'"
                            + Suggestions.of(
                                    String.valueOf(command),
                                    root.getSubcommands().keySet()));
        }
        shown.usage(streams.outText());
        return ExitCode.OK;
    }
}
