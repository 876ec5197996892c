package org.wasmi.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.program.Program;
import org.wasmi.generate.Generator;
import org.wasmi.generate.GeneratorOptions;
import org.wasmi.generate.JavaSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "generate",
        description = {
            "Generates Java interfaces of a module: one of its exports with a class that calls an instance, and one of "
                    + "its imports with a method that defines them in a linker.",
            "Signatures say which numbers are strings, arrays, lists or records, such as 'String greet(String name)', "
                    + "or 'import env void log(String message)'."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        footer = {
            "%nExamples:",
            "  wasmi generate fib.wasm --package com.example -o src/main/java",
            "  wasmi generate greeter.wasm --package com.example --signature 'String greet(String name)'"
        })
final class GenerateCommand implements Callable<Integer> {
    private final Streams streams;

    @Parameters(paramLabel = "FILE", description = "The module; - is standard input.")
    @SuppressWarnings("NullAway.Init") // required
    private Path file;

    @Option(names = "--package", paramLabel = "NAME", required = true, description = "The package of the sources.")
    @SuppressWarnings("NullAway.Init") // required
    private String packageName;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "The folder of all sources, below which the package has its own (default: this one).")
    private Path output = Path.of("");

    @Option(
            names = "--class",
            paramLabel = "NAME",
            description = "The name of the interface of exports (default: that of the file).")
    private @Nullable String className;

    @Option(names = "--signatures", paramLabel = "FILE", description = "A file of signatures, one a line.")
    private @Nullable Path signatures;

    @Option(names = "--signature", paramLabel = "TEXT", description = "A signature, behind those of the file.")
    private List<String> more = List.of();

    @Option(
            names = "--allocate",
            paramLabel = "NAME",
            description = "The export that allocates memory (default: cabi_realloc or malloc).")
    private @Nullable String allocate;

    @Option(
            names = "--free",
            paramLabel = "NAME",
            description = "The export that frees it (default: free with malloc).")
    private @Nullable String free;

    @Mixin
    private FeatureOption features = new FeatureOption();

    GenerateCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        Program program = ModuleFile.program(ModuleFile.read(file, streams), features.translation());
        List<String> lines = new ArrayList<>();
        if (signatures != null) {
            lines.addAll(Files.readAllLines(signatures));
        }
        lines.addAll(more);
        List<JavaSource> sources;
        try {
            sources = Generator.generate(program, options(lines));
        } catch (IllegalArgumentException mistake) {
            throw new CommandException(ExitCode.USAGE, file + ": " + mistake.getMessage());
        }
        for (JavaSource each : sources) {
            boolean written;
            try {
                written = each.writeTo(output);
            } catch (IOException e) {
                throw CommandException.cannotWrite(e);
            }
            streams.outText().println(output.resolve(each.path()) + (written ? "" : ": unchanged"));
        }
        return ExitCode.OK;
    }

    private GeneratorOptions options(List<String> lines) {
        String name = ModuleFile.isStandardInput(file) ? "module" : String.valueOf(file.getFileName());
        GeneratorOptions options = GeneratorOptions.of(packageName, name).withSignatures(lines);
        if (className != null) {
            options = options.withClassName(className);
        }
        if (allocate != null) {
            options = options.withAllocation(allocate, Optional.ofNullable(free));
        } else if (free != null) {
            throw new IllegalArgumentException("--free needs --allocate");
        }
        return options;
    }
}
