package org.wasmi.bench.compare;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.wasmi.bench.Workload;

/** A {@link Trial} by Node.js on the path, of which the script {@code trial.mjs} does what that class does. */
final class NodeTrial {
    /** Node 20 has tail calls behind this, later versions know it no more. */
    private static final String TAIL_CALLS = "--experimental-wasm-return-call";

    private NodeTrial() {}

    /** {@return the version of Node.js and that of its V8; empty if there is none on the path} */
    static String version() throws InterruptedException {
        try {
            return String.join(
                    "",
                    Fork.lines(List.of(
                            Contender.NODE, "-p", "process.versions.node + ' with V8 ' + process.versions.v8")));
        } catch (IOException absent) {
            return "";
        }
    }

    /** {@return the lines that a trial prints, from the arguments of {@link Trial#main}} */
    static List<String> run(List<String> arguments) throws IOException, InterruptedException {
        boolean steady = arguments.get(0).equals("steady");
        Workload workload = Workload.named(arguments.get(2));
        return withScript("trial.mjs", script -> {
            Path module = script.resolveSibling(workload.name() + ".wasm");
            try {
                Files.write(module, workload.wasm());
                List<String> command = new ArrayList<>(List.of(Contender.NODE));
                if (Fork.lines(List.of(Contender.NODE, "--v8-options")).stream()
                        .anyMatch(line -> line.contains(TAIL_CALLS))) {
                    command.add(TAIL_CALLS);
                }
                command.addAll(List.of(script.toString(), arguments.get(0), module.toString()));
                command.add(String.valueOf(steady ? workload.size() : workload.smallSize()));
                command.add(String.valueOf(steady ? workload.checksum() : workload.smallChecksum()));
                // What a fork does first with other workloads is for JVMs.
                command.addAll(arguments.subList(steady ? 4 : 3, arguments.size()));
                return Fork.lines(command);
            } finally {
                Files.deleteIfExists(module);
            }
        });
    }

    /** Something that is done with the file of a script. */
    @FunctionalInterface
    interface WithScript<T> {
        T run(Path script) throws IOException, InterruptedException;
    }

    /** {@return the result of something that needs a script of the resources in a file} */
    static <T> T withScript(String name, WithScript<T> action) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("node");
        Path script = folder.resolve(name);
        try (InputStream in = NodeTrial.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + name);
            }
            Files.copy(in, script);
            return action.run(script);
        } finally {
            Files.deleteIfExists(script);
            Files.delete(folder);
        }
    }
}
