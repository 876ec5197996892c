package org.wasmi.generate;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.TypeSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.wasmi.encoding.program.Export;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.stored.StoredPrograms;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.translate.Translator;

/**
 * Generates Java sources for a module, which run on wasmi-exec alone. For a module {@code Greeter} they are
 *
 * <ul>
 *   <li>{@code Greeter}, an interface with a method for each exported function, and records for several results;
 *   <li>{@code GreeterInstance}, a class that implements it by an instance of the module;
 *   <li>{@code GreeterImports}, if functions are imported: an interface for each module that they are from, with a
 *       method for each function, and a method that defines them in a linker.
 * </ul>
 *
 * <p>The names of methods are those of functions, with capitals in the place of hyphens and the like; numbers make equal
 * ones different, in the order of the module. Functions that no method of Java can stand for are left out, which the
 * Javadoc of the interface says. The same module and options give the same sources. Thread-safe.
 */
public final class Generator {
    /** How many names of functions fit into the constants and the constructors of classes, with room to spare. */
    private static final int MAX_NAMES = 5_000;

    /** How many characters fit into a constant whatever they are. */
    private static final int MAX_NAME_LENGTH = 0xFFFF / 3;

    private static final int SHOWN = 40;

    private Generator() {}

    /**
     * {@return the sources for a program}
     *
     * @param program the program
     * @param options what is generated
     * @throws IllegalArgumentException if a signature makes no sense, or does not match a function of the program, in
     *     which case the message begins with its line; or if the program has more or longer names than fit into a class
     */
    public static List<JavaSource> generate(Program program, GeneratorOptions options) {
        requireSize(program);
        ClassName type = ClassName.get(options.packageName(), options.className());
        SignatureParser parser = new SignatureParser(type).parse(options.signatures());
        Signatures signatures = new Signatures(program, parser.signatures());
        Optional<Allocation> allocation = Allocation.of(program, options);
        ExportsWriter exports = new ExportsWriter(program, type, signatures, parser.structures(), allocation);
        List<JavaSource> sources = new ArrayList<>();
        sources.add(source(type, exports.exportsInterface()));
        sources.add(source(type, exports.instanceClass()));
        new ImportsWriter(program, type, signatures, allocation)
                .importsClass()
                .ifPresent(spec -> sources.add(source(type, spec)));
        signatures.requireAllUsed();
        return List.copyOf(sources);
    }

    /**
     * Generates the sources for a module or stored program in a file, and writes those that are not there yet.
     *
     * @param module the file
     * @param options what is generated
     * @param folder the folder of all sources, below which the package has its own
     * @return the sources
     * @throws IOException if the file cannot be read or a source cannot be written
     * @throws org.wasmi.encoding.error.WasmException if the module is malformed or invalid
     * @throws IllegalArgumentException as in {@link #generate}
     */
    public static List<JavaSource> run(Path module, GeneratorOptions options, Path folder) throws IOException {
        byte[] bytes = Files.readAllBytes(module);
        List<JavaSource> sources = generate(
                StoredPrograms.isStored(bytes) ? StoredPrograms.read(bytes) : Translator.translate(bytes), options);
        for (JavaSource each : sources) {
            each.writeTo(folder);
        }
        return sources;
    }

    /** Refuses programs whose sources could not be compiled: class files have limits (JVM Specification, 4.11). */
    private static void requireSize(Program program) {
        Stream<String> exported = program.exports().stream()
                .filter(each -> each.kind() == ExternKind.FUNC)
                .map(Export::name);
        Stream<String> imported = program.imports().stream()
                .filter(each -> each.type() instanceof FuncType)
                .flatMap(each -> Stream.of(each.module(), each.name()));
        List<String> names = Stream.concat(exported, imported).toList();
        if (names.size() > MAX_NAMES) {
            throw new IllegalArgumentException("the module has " + names.size() + " names of functions; at most "
                    + MAX_NAMES + " fit into a class");
        }
        for (String each : names) {
            if (each.length() > MAX_NAME_LENGTH) {
                throw new IllegalArgumentException("the name '" + each.substring(0, SHOWN) + "...' has " + each.length()
                        + " characters; at most " + MAX_NAME_LENGTH + " fit into a class");
            }
        }
    }

    private static JavaSource source(ClassName type, TypeSpec spec) {
        String text = JavaFile.builder(type.packageName(), spec)
                .addFileComment("Generated by wasmi. Changes are lost.")
                .skipJavaLangImports(true)
                .indent("    ")
                .build()
                .toString();
        String folder = type.packageName().isEmpty() ? "" : type.packageName().replace('.', '/') + "/";
        return new JavaSource(folder + spec.name() + ".java", text);
    }
}
