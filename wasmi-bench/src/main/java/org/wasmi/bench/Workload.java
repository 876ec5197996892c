package org.wasmi.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A program to measure. Its module imports nothing and exports {@code run}, which takes a size (i32) and returns a
 * checksum (i64), the same at every call.
 *
 * @param corpus what it is for
 * @param name the name, which is that of the module's file
 * @param size the size to measure with
 * @param checksum the checksum for it
 * @param instructions about how many Wasm instructions run for it
 * @param smallSize a size to test with
 * @param smallChecksum the checksum for that
 */
public record Workload(
        Corpus corpus, String name, int size, long checksum, double instructions, int smallSize, long smallChecksum) {

    /** The two sets of workloads. */
    public enum Corpus {
        /** What executors are tuned on. */
        TUNING,

        /** What served no tuning, and shows whether tuning has helped others. */
        SECOND
    }

    /** {@return the workloads of a corpus, in the order of the table that lists them} */
    public static List<Workload> of(Corpus corpus) {
        return all().stream().filter(each -> each.corpus == corpus).toList();
    }

    /** {@return all workloads, in the order of the table that lists them} */
    public static List<Workload> all() {
        return new String(resource("workloads.tsv"), StandardCharsets.UTF_8)
                .lines()
                .skip(1)
                .map(Workload::parse)
                .collect(Collectors.toUnmodifiableList());
    }

    /**
     * {@return the workload of a name}
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Workload named(String name) {
        return all().stream()
                .filter(each -> each.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no workload is named '" + name + "'"));
    }

    private static Workload parse(String line) {
        String[] fields = line.split("\t", -1);
        return new Workload(
                Corpus.valueOf(fields[0].toUpperCase(Locale.ROOT)),
                fields[1],
                Integer.parseInt(fields[2]),
                Long.parseLong(fields[3]),
                Double.parseDouble(fields[4]),
                Integer.parseInt(fields[5]),
                Long.parseLong(fields[6]));
    }

    /** {@return the module} */
    public byte[] wasm() {
        return resource(name + ".wasm");
    }

    private static byte[] resource(String file) {
        try (InputStream in = Workload.class.getResourceAsStream("workloads/" + file)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + file);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
