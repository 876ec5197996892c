package org.wasmi.generate;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.lang.model.SourceVersion;

/**
 * What is generated for a module.
 *
 * @param packageName the package of the sources; empty for the one without a name
 * @param className the name of the interface of exports; the names of the other types begin with it
 * @param signatures what functions mean in Java, one a line; functions without a signature have the numbers of Wasm.
 *     Empty lines and those that begin with {@code #} do not count. A line declares a record, {@code record Point(int x,
 *     double y)}, or the signature of an exported function, {@code String greet(String name)}, or of an imported one,
 *     {@code import env void log(String message)}. Names that are not Java's are in quotes. The types are {@code
 *     boolean}, {@code byte}, {@code short}, {@code int}, {@code long}, {@code float}, {@code double}, {@code String}
 *     (UTF-8, by address and length), {@code CString} (UTF-8 with a byte 0 behind it, by address), arrays of numbers,
 *     {@code List<...>}, and the records that are declared on lines above. {@code const} in front of the type of a
 *     result means that the guest keeps its memory.
 * @param allocate the export that allocates memory; empty for {@code cabi_realloc}, or {@code malloc} if there is none
 * @param free the export that frees what {@code allocate} has allocated; empty for {@code free} with {@code malloc},
 *     and otherwise for nothing
 */
public record GeneratorOptions(
        String packageName,
        String className,
        List<String> signatures,
        Optional<String> allocate,
        Optional<String> free) {

    /** Checks the names. */
    public GeneratorOptions {
        if (!packageName.isEmpty() && !SourceVersion.isName(packageName, SourceVersion.RELEASE_17)) {
            throw new IllegalArgumentException("'" + packageName + "' is no name of a package");
        }
        if (!Identifiers.type(className).equals(className)) {
            throw new IllegalArgumentException(
                    "'" + className + "' is no name of a type; '" + Identifiers.type(className) + "' would be");
        }
        if (Identifiers.isOfJava(className)) {
            throw new IllegalArgumentException("'" + className + "' is the name of a type of java.lang");
        }
        signatures = List.copyOf(signatures);
        Objects.requireNonNull(allocate, "allocate");
        Objects.requireNonNull(free, "free");
    }

    /**
     * {@return options without signatures}
     *
     * @param packageName the package
     * @param fileName the name of the file that a module is from, which gives the interface its name: {@code
     *     string-tools.wasm} is {@code StringTools}
     */
    public static GeneratorOptions of(String packageName, String fileName) {
        String stem = fileName.replaceFirst("\\.(wasm|wat|wasmic)$", "");
        String type = Identifiers.type(stem);
        return new GeneratorOptions(
                packageName,
                Identifiers.isOfJava(type) ? type + "Module" : type,
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    /** {@return the same with another name of the interface} */
    public GeneratorOptions withClassName(String name) {
        return new GeneratorOptions(packageName, name, signatures, allocate, free);
    }

    /** {@return the same with signatures, one a line} */
    public GeneratorOptions withSignatures(List<String> lines) {
        return new GeneratorOptions(packageName, className, lines, allocate, free);
    }

    /**
     * {@return the same with another convention for allocation}
     *
     * @param allocateName the export that allocates: it takes a size, or a size and an alignment, and returns an
     *     address; or has the type of {@code cabi_realloc}
     * @param freeName the export that frees: it takes an address, perhaps a size, perhaps an alignment; empty if memory
     *     belongs to the functions that it is passed to
     */
    public GeneratorOptions withAllocation(String allocateName, Optional<String> freeName) {
        return new GeneratorOptions(packageName, className, signatures, Optional.of(allocateName), freeName);
    }
}
