package org.wasmi.cli;

import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.program.Program;
import org.wasmi.exec.CallListener;
import org.wasmi.exec.CallObserver;
import org.wasmi.exec.Store;
import org.wasmi.profile.CoreDump;
import org.wasmi.profile.CoreDumper;
import org.wasmi.profile.FlightEvents;
import org.wasmi.profile.Profile;
import org.wasmi.profile.Profiler;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that show what a guest does while it runs. */
final class Looking {
    private static final String HTML = ".html";
    private static final String COLLAPSED = ".collapsed";
    private static final String RECORDING = ".jfr";

    @Option(
            names = "--profile",
            paramLabel = "FILE",
            description = "Write where the guest spends its time: a page with a flame graph if the name ends in .html, "
                    + "collapsed stacks if it ends in .collapsed, a recording of the JDK's flight recorder if it ends in "
                    + ".jfr. It is metered for that.")
    private @Nullable Path profile;

    @Option(
            names = "--trace",
            paramLabel = "WHICH",
            converter = OfTraced.class,
            completionCandidates = OfTraced.class,
            description = "Print on standard error the calls of functions that the guest imports or exports, with "
                    + "arguments and results: imports, exports or all.")
    private @Nullable Traced trace;

    @Option(
            names = "--coredump",
            paramLabel = "FILE",
            description = "If the guest traps, write its frames, memories and globals, for 'wasmi inspect' and other "
                    + "tools.")
    private @Nullable Path coredump;

    private @Nullable Profiler profiler;
    private @Nullable CoreDumper dumper;

    /** Which calls are printed. */
    enum Traced {
        IMPORTS,
        EXPORTS,
        ALL;

        boolean includes(CallListener.Call call) {
            return this == ALL || (this == IMPORTS) == (call.direction() == CallListener.Direction.IMPORT);
        }
    }

    /** Reads which calls are printed. */
    static final class OfTraced implements ITypeConverter<Traced>, Iterable<String> {
        @Override
        public Traced convert(String text) {
            for (Traced each : Traced.values()) {
                if (name(each).equals(text)) {
                    return each;
                }
            }
            throw new TypeConversionException("'" + text + "' is none of " + String.join(", ", this));
        }

        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Traced.values()).map(OfTraced::name).iterator();
        }

        private static String name(Traced traced) {
            return traced.name().toLowerCase(Locale.ROOT);
        }
    }

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
        if (profile != null && Stream.of(HTML, COLLAPSED, RECORDING).noneMatch(profile.toString()::endsWith)) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "--profile takes a file that ends in .html, .collapsed or .jfr, not '" + profile + "'");
        }
    }

    /** Begins what sees the translation too. {@return what ends it} */
    Closeable open() throws IOException {
        return profile != null && isRecording() ? FlightEvents.record(profile) : () -> {};
    }

    private boolean isRecording() {
        return profile != null && profile.toString().endsWith(RECORDING);
    }

    /** {@return the program that a translation makes} */
    Program translate(Supplier<Program> translation) {
        return isRecording() ? FlightEvents.translating(translation) : translation.get();
    }

    /** Begins to look, before anything runs. */
    void begin(Store store, Program program, byte[] module, Path file, Streams streams) {
        Traced wanted = trace;
        if (wanted != null) {
            store.observe(new CallObserver(new CallTrace(streams, wanted::includes)));
        }
        if (coredump != null) {
            dumper = CoreDumper.observe(store, name(file)).withModule(program, module);
        }
        if (isRecording()) {
            FlightEvents.observe(store);
        }
        if (profile != null) {
            profiler = Profiler.start(store);
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    /** Writes what was seen, once nothing runs any more. */
    void end(Path file) throws IOException {
        if (dumper != null && coredump != null) {
            Optional<CoreDump> dump = dumper.dump();
            if (dump.isPresent()) {
                Files.write(coredump, dump.get().toBytes());
            }
        }
        if (profiler != null && profile != null) {
            Profile seen = profiler.stop();
            if (isRecording()) {
                return;
            }
            try (Writer out = Files.newBufferedWriter(profile)) {
                if (profile.toString().endsWith(HTML)) {
                    seen.writeHtml(name(file), out);
                } else {
                    seen.writeCollapsed(out);
                }
            }
        }
    }
}
