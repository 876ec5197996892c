package org.wasmi.wasi;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.wasmi.wasi.internal.file.ProcessStreams;

/**
 * The arguments, variables, streams, clocks and directories of a guest. Immutable; the {@code with} methods return
 * changed copies.
 *
 * @param arguments the arguments; by convention the first is the program's name
 * @param environment the variables, in order
 * @param stdin descriptor 0; never closed. While a guest polls it together with a clock, another thread reads one byte
 *     ahead. That byte is lost if the guest ends without reading it
 * @param stdout descriptor 1; flushed by {@link Wasi#close} and before the guest waits for input or for time, never
 *     closed
 * @param stderr descriptor 2; as {@code stdout}
 * @param terminal whether the streams are a terminal. The guest then sees terminals, for which C libraries buffer line
 *     by line, and every write is flushed
 * @param clock the time of day
 * @param nanoTime nanoseconds since a fixed moment, never running backwards
 * @param random the source of random bytes
 * @param directories the directories, in the order of the descriptors from 3 on
 */
public record WasiConfig(
        List<String> arguments,
        Map<String, String> environment,
        InputStream stdin,
        OutputStream stdout,
        OutputStream stderr,
        boolean terminal,
        Clock clock,
        LongSupplier nanoTime,
        RandomGenerator random,
        List<PreopenedDirectory> directories) {

    /** A configuration with only the system's clocks and secure random numbers; output is discarded, input is empty. */
    public static final WasiConfig DEFAULT = new WasiConfig(
            List.of(),
            Map.of(),
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            OutputStream.nullOutputStream(),
            false,
            Clock.systemUTC(),
            System::nanoTime,
            new SystemRandom(),
            List.of());

    /**
     * Copies lists and map.
     *
     * @throws IllegalArgumentException if an argument, variable or directory name contains a NUL, or if the name of a
     *     variable is empty or contains a {@code =}
     */
    public WasiConfig {
        arguments = List.copyOf(arguments);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        directories = List.copyOf(directories);
        Objects.requireNonNull(stdin, "stdin");
        Objects.requireNonNull(stdout, "stdout");
        Objects.requireNonNull(stderr, "stderr");
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(nanoTime, "nanoTime");
        Objects.requireNonNull(random, "random");
        arguments.forEach(argument -> requireNoNul("argument", argument));
        environment.forEach((name, value) -> {
            requireNoNul("variable", name);
            requireNoNul("variable", value);
            if (name.isEmpty() || name.indexOf('=') >= 0) {
                throw new IllegalArgumentException("'" + name + "' is no name for a variable");
            }
        });
        directories.forEach(directory -> requireNoNul("directory", directory.guest()));
    }

    private static void requireNoNul(String what, String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a NUL in the " + what + " '" + text + "'");
        }
    }

    /** {@return this configuration with other arguments} */
    public WasiConfig withArguments(List<String> values) {
        return new WasiConfig(
                values, environment, stdin, stdout, stderr, terminal, clock, nanoTime, random, directories);
    }

    /** {@return this configuration with other variables} */
    public WasiConfig withEnvironment(Map<String, String> variables) {
        return new WasiConfig(
                arguments, variables, stdin, stdout, stderr, terminal, clock, nanoTime, random, directories);
    }

    /** {@return this configuration with one more variable, or another value for one} */
    public WasiConfig withVariable(String name, String value) {
        Map<String, String> variables = new LinkedHashMap<>(environment);
        variables.put(name, value);
        return withEnvironment(variables);
    }

    /** {@return this configuration with another standard input} */
    public WasiConfig withStdin(InputStream stream) {
        return new WasiConfig(
                arguments, environment, stream, stdout, stderr, terminal, clock, nanoTime, random, directories);
    }

    /** {@return this configuration with another standard output} */
    public WasiConfig withStdout(OutputStream stream) {
        return new WasiConfig(
                arguments, environment, stdin, stream, stderr, terminal, clock, nanoTime, random, directories);
    }

    /** {@return this configuration with another standard error} */
    public WasiConfig withStderr(OutputStream stream) {
        return new WasiConfig(
                arguments, environment, stdin, stdout, stream, terminal, clock, nanoTime, random, directories);
    }

    /**
     * {@return this configuration with the streams of the process, even if {@link System} has others} A stream
     * that was closed when the JVM started fails with {@code BADF}; where the system does not show that (all but
     * Linux), descriptors 0, 1 and 2 must be open when the JVM starts.
     */
    public WasiConfig inheritStdio() {
        return withStdin(ProcessStreams.in()).withStdout(ProcessStreams.out()).withStderr(ProcessStreams.err());
    }

    /** {@return this configuration with streams that are a terminal, or are not} */
    public WasiConfig withTerminal(boolean value) {
        return new WasiConfig(
                arguments, environment, stdin, stdout, stderr, value, clock, nanoTime, random, directories);
    }

    /** {@return this configuration with another time of day} */
    public WasiConfig withClock(Clock value) {
        return new WasiConfig(
                arguments, environment, stdin, stdout, stderr, terminal, value, nanoTime, random, directories);
    }

    /** {@return this configuration with another monotonic clock} */
    public WasiConfig withNanoTime(LongSupplier value) {
        return new WasiConfig(
                arguments, environment, stdin, stdout, stderr, terminal, clock, value, random, directories);
    }

    /** {@return this configuration with another source of random bytes} */
    public WasiConfig withRandom(RandomGenerator value) {
        return new WasiConfig(
                arguments, environment, stdin, stdout, stderr, terminal, clock, nanoTime, value, directories);
    }

    /** {@return this configuration with other directories} */
    public WasiConfig withDirectories(List<PreopenedDirectory> values) {
        return new WasiConfig(arguments, environment, stdin, stdout, stderr, terminal, clock, nanoTime, random, values);
    }

    /** {@return this configuration with one more directory, for reading and writing} */
    public WasiConfig withDirectory(Path host, String guest) {
        return withDirectory(new PreopenedDirectory(host, guest, false));
    }

    /** {@return this configuration with one more directory, in which the guest must not change anything} */
    public WasiConfig withReadOnlyDirectory(Path host, String guest) {
        return withDirectory(new PreopenedDirectory(host, guest, true));
    }

    private WasiConfig withDirectory(PreopenedDirectory directory) {
        List<PreopenedDirectory> more = new ArrayList<>(directories);
        more.add(directory);
        return withDirectories(more);
    }
}
