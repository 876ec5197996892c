package org.wasmi.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.Suggestions;
import org.wasmi.encoding.error.GuestException;
import org.wasmi.encoding.error.InvalidException;
import org.wasmi.encoding.error.LinkException;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.encoding.error.ResourceException;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.exec.TaggedException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Explains on standard error what went wrong, and finds the exit code that says so. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private final Streams streams;

    Failures(Streams streams) {
        this.streams = streams;
    }

    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
        say(e instanceof UnmatchedArgumentException unmatched ? explain(unmatched) : e.getMessage());
        streams.errText().println("Try '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE;
    }

    private static String explain(UnmatchedArgumentException e) {
        String argument = e.getUnmatched().get(0);
        CommandSpec command = e.getCommandLine().getCommandSpec();
        if (!argument.startsWith("-")) {
            return command.subcommands().isEmpty()
                    ? "unexpected argument '" + argument + "'"
                    : "there is no command '" + argument + "'"
                            + Suggestions.of(argument, command.subcommands().keySet());
        }
        String option = argument.contains("=") ? argument.substring(0, argument.indexOf('=')) : argument;
        if (command.root().optionsMap().containsKey(option)) {
            return option + " comes before the command";
        }
        // Any letter is like any other.
        String suggestion = option.length() <= 2
                ? ""
                : Suggestions.of(option, command.optionsMap().keySet());
        return "there is no option '" + option + "'"
                + (suggestion.isEmpty() && command.optionsMap().containsKey("--invoke")
                        ? "; arguments of the guest that begin with '-' go behind '--'"
                        : suggestion);
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, @Nullable ParseResult arguments) {
        // What the guest wrote comes before what is said about it.
        streams.flush();
        if (e instanceof CommandException failure) {
            say(failure.getMessage());
            return failure.exitCode();
        } else if (e instanceof ParameterException usage) {
            return handleParseException(usage, new String[0]);
        } else if (e instanceof TrapException trap) {
            say("trap: " + trap.getMessage());
            backtrace(trap);
            return ExitCode.TRAP;
        } else if (e instanceof TaggedException thrown) {
            say("uncaught exception "
                    + thrown.tag().type().type().params().stream()
                            .map(Object::toString)
                            .collect(Collectors.joining(", ", "(", ")"))
                    + thrown.values().stream()
                            .map(ValueText::format)
                            .collect(Collectors.joining(", ", thrown.values().isEmpty() ? "" : ": ", "")));
            backtrace(thrown);
            return ExitCode.TRAP;
        } else if (e instanceof MalformedException malformed) {
            say((malformed.proposal().isPresent() ? "unsupported module: " : "malformed module: ") + e.getMessage());
            return ExitCode.BAD_MODULE;
        } else if (e instanceof InvalidException) {
            say("invalid module: " + e.getMessage());
            return ExitCode.BAD_MODULE;
        } else if (e instanceof LinkException) {
            say("cannot link: " + e.getMessage());
            return ExitCode.LINK;
        } else if (e instanceof ResourceException) {
            say("limit reached: " + e.getMessage());
            return ExitCode.LIMIT;
        } else if (streams.failure() != null && e instanceof IOException) {
            // Said at the end, as when nobody but the stream has noticed.
            return ExitCode.NO_OUTPUT;
        } else if (e instanceof IOException io) {
            say(explain(io));
            return ExitCode.NO_INPUT;
        }
        say("this is a defect of wasmi; please report it with the following:");
        e.printStackTrace(streams.errText());
        return ExitCode.INTERNAL;
    }

    private void say(@Nullable String message) {
        streams.errText()
                .println("wasmi: "
                        + String.valueOf(message).lines().map(Text::printable).collect(Collectors.joining("\n")));
    }

    private void backtrace(GuestException trap) {
        PrintWriter err = streams.errText();
        trap.frames().forEach(frame -> frame.toLines().forEach(line -> err.println("    at " + line)));
        if (trap.omittedFrames() > 0) {
            err.println("    ... " + trap.omittedFrames() + " more");
        }
    }

    /** {@return what an exception means, beginning with the file} */
    static String explain(IOException e) {
        if (e instanceof NoSuchFileException missing && missing.getReason() == null) {
            return missing.getFile() + ": no such file";
        } else if (e instanceof AccessDeniedException denied) {
            return denied.getFile() + ": permission denied";
        } else if (e instanceof NotDirectoryException file) {
            return file.getFile() + ": not a directory";
        } else if (e instanceof FileSystemException failure && failure.getReason() != null) {
            return failure.getFile() + ": " + failure.getReason();
        }
        return String.valueOf(e.getMessage());
    }
}
