package org.wasmi.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "completion",
        description = "Prints a script that has bash or zsh complete commands, options and names of executors.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        footer = {"%nExample:", "  source <(wasmi completion)"})
final class CompletionCommand implements Callable<Integer> {
    private final Streams streams;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    CompletionCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        CommandSpec root = spec.root();
        streams.outText().print(AutoComplete.bash(root.name(), root.commandLine()));
        return ExitCode.OK;
    }
}
