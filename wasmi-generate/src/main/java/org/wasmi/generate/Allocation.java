package org.wasmi.generate;

import java.util.List;
import java.util.Optional;
import org.wasmi.encoding.Suggestions;
import org.wasmi.encoding.program.Export;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.ValType;

/**
 * How a module allocates memory for its callers.
 *
 * @param allocate the name of the export that does
 * @param allocateParams how many parameters it has: 1 for a size, 2 for that and an alignment, 4 for {@code
 *     cabi_realloc}
 * @param free the name of the export that frees; empty if there is none
 * @param freeParams how many parameters that has: an address, then a size, then an alignment
 */
record Allocation(String allocate, int allocateParams, Optional<String> free, int freeParams) {
    private static final String REALLOC = "cabi_realloc";
    private static final int REALLOC_PARAMS = 4;
    private static final int MAX_FREE_PARAMS = 3;

    /** {@return the convention of a program, if it has one} */
    static Optional<Allocation> of(Program program, GeneratorOptions options) {
        if (options.allocate().isPresent()) {
            return Optional.of(of(program, options.allocate().get(), options.free()));
        } else if (options.free().isPresent()) {
            throw new IllegalArgumentException("memory that is freed needs an export that allocates it");
        } else if (isExported(program, REALLOC)) {
            return Optional.of(of(program, REALLOC, Optional.empty()));
        } else if (isExported(program, "malloc")) {
            return Optional.of(of(program, "malloc", Optional.of("free").filter(name -> isExported(program, name))));
        }
        return Optional.empty();
    }

    /**
     * {@return the convention of a module, for a function that needs one}
     *
     * @throws IllegalArgumentException if the module has none
     */
    static Allocation require(Optional<Allocation> convention, Signature signature) {
        return convention.orElseThrow(() -> signature.mistake("'" + signature.name() + "' needs memory of the guest,"
                + " but neither cabi_realloc nor malloc is exported; name an export that allocates"));
    }

    private static Allocation of(Program program, String allocate, Optional<String> free) {
        int allocateParams = params(program, allocate, List.of(NumType.I32));
        if (allocateParams == 0 || (allocateParams > 2 && allocateParams != REALLOC_PARAMS)) {
            throw new IllegalArgumentException("'" + allocate + "' does not allocate: it has " + allocateParams
                    + " parameters, not a size, a size and an alignment, or those of " + REALLOC);
        }
        int freeParams = free.map(name -> params(program, name, List.of())).orElse(1);
        if (freeParams == 0 || freeParams > MAX_FREE_PARAMS) {
            throw new IllegalArgumentException("'" + free.orElseThrow() + "' does not free: it has " + freeParams
                    + " parameters, not an address, perhaps a size, and perhaps an alignment");
        }
        return new Allocation(allocate, allocateParams, free, freeParams);
    }

    private static boolean isExported(Program program, String name) {
        return program.exports().stream()
                .anyMatch(each -> each.kind() == ExternKind.FUNC && each.name().equals(name));
    }

    private static int params(Program program, String name, List<ValType> results) {
        Export export = program.exports().stream()
                .filter(each -> each.kind() == ExternKind.FUNC && each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no function is exported as '" + name + "'"
                        + Suggestions.of(
                                name,
                                program.exports().stream().map(Export::name).toList())));
        FuncType type = program.functionTypes().get(export.index());
        if (!type.params().stream().allMatch(NumType.I32::equals)
                || !type.results().equals(results)) {
            throw new IllegalArgumentException("'" + name + "' has the type " + type + ", whose parameters must be i32,"
                    + " and its results " + results);
        }
        return type.params().size();
    }

    /** {@return whether blocks stay with the functions that they are passed to} */
    boolean passesOwnership() {
        return free.isEmpty();
    }
}
