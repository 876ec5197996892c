package org.wasmi.cli;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.wasmi.exec.Store;
import org.wasmi.profile.Profile;
import org.wasmi.profile.Profiler;
import picocli.CommandLine.Option;

/** The options that show what a guest does while it runs. */
final class Looking {
    private static final String HTML = ".html";
    private static final String COLLAPSED = ".collapsed";

    @Option(
            names = "--profile",
            paramLabel = "FILE",
            description = "Write where the guest spends its time: a page with a flame graph if the name ends in .html, "
                    + "collapsed stacks if it ends in .collapsed. It is metered for that.")
    private @Nullable Path profile;

    private @Nullable Profiler profiler;

    /** {@return whether the guest must be metered} */
    boolean needsMetering() {
        return profile != null;
    }

    /**
     * Checks the options.
     *
     * @throws CommandException if one makes no sense
     */
    void check() {
        if (profile != null
                && !profile.toString().endsWith(HTML)
                && !profile.toString().endsWith(COLLAPSED)) {
            throw new CommandException(
                    ExitCode.USAGE, "--profile takes a file that ends in .html or .collapsed, not '" + profile + "'");
        }
    }

    /** Begins to look, before anything runs. */
    void begin(Store store) {
        if (profile != null) {
            profiler = Profiler.start(store);
        }
    }

    /** Writes what was seen, once nothing runs any more. */
    void end(Path file) throws IOException {
        if (profiler != null && profile != null) {
            Profile seen = profiler.stop();
            try (Writer out = Files.newBufferedWriter(profile)) {
                if (profile.toString().endsWith(HTML)) {
                    seen.writeHtml(String.valueOf(file.getFileName()), out);
                } else {
                    seen.writeCollapsed(out);
                }
            }
        }
    }
}
