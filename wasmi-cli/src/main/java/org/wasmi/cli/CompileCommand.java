package org.wasmi.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.Encoding;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.stored.StoredPrograms;
import org.wasmi.jit.AheadOfTime;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "compile",
        description = {
            "Translates a module and stores the program, to be run without translation; or with --jit, compiles it to a jar "
                    + "of JVM classes that the executors compiled and tiered find on the class path.",
            "All commands but 'spec' take stored programs as well as modules, and verify them first. Programs "
                    + "stored by "
                    + "another version of wasmi may be refused."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        footer = {
            "%nExamples:",
            "  wasmi compile hello.wasm",
            "  wasmi compile hello.wasm -o out.wasmic --encoding words",
            "  wasmi compile --jit hello.wasm -o hello.jar"
        })
final class CompileCommand implements Callable<Integer> {
    private static final String MODULE = ".wasm";
    private static final String PROGRAM = ".wasmic";
    private static final String JAR = ".jar";

    private final Streams streams;

    @Parameters(paramLabel = "FILE", description = "The module; - is standard input.")
    @SuppressWarnings("NullAway.Init") // required
    private Path file;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description =
                    "Where to store the program (default: the module's name with " + PROGRAM + ", or " + JAR + ").")
    private @Nullable Path output;

    @Option(
            names = "--encoding",
            paramLabel = "NAME",
            converter = EncodingName.class,
            completionCandidates = EncodingName.class,
            description = "How to store the code (default: ${DEFAULT-VALUE}).")
    private String encoding = Encodings.COMPACT;

    @Option(names = "--metered", description = "Have the program heed --fuel and --timeout of 'wasmi run'.")
    private boolean metered;

    @Option(
            names = "--jit",
            description = "Write a jar of JVM classes. It fits the same module, translated with or without --metered as"
                    + " here, until wasmi compiles in another way.")
    private boolean jit;

    @Mixin
    private FeatureOption features = new FeatureOption();

    CompileCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        Path to = output == null ? ModuleFile.beside(file, MODULE, jit ? JAR : PROGRAM) : output;
        Encoding target = Encodings.named(encoding);
        byte[] bytes = ModuleFile.read(file, streams);
        Program program = ModuleFile.program(bytes, features.translation().withFuel(metered));
        if (jit) {
            return writeJar(program, to);
        }
        byte[] stored = StoredPrograms.write(program, target);
        try {
            Files.write(to, stored);
        } catch (IOException e) {
            throw CommandException.cannotWrite(e);
        }
        streams.outText().println(to + ": " + Text.count(stored.length, "byte") + " from " + bytes.length);
        return ExitCode.OK;
    }

    private int writeJar(Program program, Path to) throws IOException {
        ByteArrayOutputStream jar = new ByteArrayOutputStream();
        int compiled = AheadOfTime.write(program, String.valueOf(file.getFileName()), jar);
        try {
            Files.write(to, jar.toByteArray());
        } catch (IOException e) {
            throw CommandException.cannotWrite(e);
        }
        streams.outText()
                .println(to + ": " + compiled + " of "
                        + Text.count(program.functions().size(), "function") + " compiled");
        return ExitCode.OK;
    }

    /** Accepts the names of encodings that there are, and lists them where the name is none. */
    static final class EncodingName implements ITypeConverter<String>, Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Encodings.all().keySet().stream().sorted().iterator();
        }

        @Override
        public String convert(String name) {
            try {
                return Encodings.named(name).name();
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }
}
