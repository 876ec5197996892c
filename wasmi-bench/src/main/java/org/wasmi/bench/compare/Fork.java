package org.wasmi.bench.compare;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A JVM of its own for a {@link Trial} or a {@link RecordedTrial}, the same JDK as this one. */
final class Fork {
    private final Path peers;
    private final Path base;
    private final List<String> jvmArguments;

    /**
     * @param peers the folder that has a folder of jars for each engine of others
     * @param base the target folder of this module in another build
     * @param jvmArguments for all forks
     */
    Fork(Path peers, Path base, List<String> jvmArguments) {
        this.peers = peers;
        this.base = base;
        this.jvmArguments = List.copyOf(jvmArguments);
    }

    /**
     * {@return the folder of a peer's jars: GraalWasm needs one version on JDK 21 and later, an older one on JDK 17}
     */
    Path folder(String peer) {
        int jdk = Runtime.version().feature();
        return peers.resolve(peer.equals("graalwasm") && jdk < 21 ? "graalwasm-jdk17" : peer);
    }

    /** {@return the version of a peer, from the name of its jar; empty if its jars are not there} */
    String version(String peer) throws IOException, InterruptedException {
        if (peer.equals(Contender.NODE)) {
            return NodeTrial.version();
        }
        String prefix =
                switch (peer) {
                    case "endive" -> "runtime-";
                    case "endive-compiler" -> "compiler-";
                    default -> "wasm-language-";
                };
        for (Path jar : jars(folder(peer))) {
            String name = String.valueOf(jar.getFileName());
            if (name.startsWith(prefix)) {
                return name.substring(prefix.length(), name.length() - ".jar".length());
            }
        }
        return "";
    }

    /**
     * {@return the lines that a trial prints}
     *
     * @throws IllegalStateException if it fails
     */
    List<String> run(String contender, List<String> arguments) throws IOException, InterruptedException {
        return contender.equals(Contender.NODE)
                ? NodeTrial.run(arguments)
                : lines(command(contender, Trial.class, arguments));
    }

    /**
     * {@return the command that runs a class in a JVM for a contender}
     *
     * @param contender which is not Node.js
     */
    List<String> command(String contender, Class<?> main, List<String> arguments) throws IOException {
        List<String> classPath = new ArrayList<>();
        if (Contender.PEERS.contains(contender)) {
            // First, since they may need other versions of what Wasmi uses.
            jars(folder(contender)).forEach(jar -> classPath.add(jar.toString()));
        }
        if (contender.endsWith(Contender.OF_BASE)) {
            classPath.add(base.resolve("classes").toString());
            classPath.add(Files.readString(base.resolve("class-path.txt")).strip());
        } else {
            classPath.add(System.getProperty("java.class.path"));
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmArguments);
        if (contender.equals(Contender.GRAALWASM_COMPILER)) {
            // For GraalWasm alone: HotSpot goes on compiling all else, as for the other engines.
            command.addAll(List.of(
                    "-XX:+UnlockExperimentalVMOptions",
                    "-XX:+EnableJVMCI",
                    "--upgrade-module-path=" + folder(contender)));
        }
        command.addAll(List.of("-cp", String.join(File.pathSeparator, classPath), main.getName()));
        command.addAll(arguments);
        return command;
    }

    /**
     * {@return the lines that a command prints}
     *
     * @throws IllegalStateException if it fails
     */
    static List<String> lines(List<String> command) throws IOException, InterruptedException {
        Path errors = Files.createTempFile("trial", ".txt");
        try {
            Process process =
                    new ProcessBuilder(command).redirectError(errors.toFile()).start();
            List<String> lines;
            try (Stream<String> output = process.inputReader().lines()) {
                lines = output.toList();
            }
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + " failed:\n" + Files.readString(errors));
            }
            return lines;
        } finally {
            Files.delete(errors);
        }
    }

    private static List<Path> jars(Path folder) throws IOException {
        List<Path> jars = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jar")) {
                files.forEach(jars::add);
            }
        }
        return jars;
    }
}
