package org.wasmi.generate;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.wasmi.encoding.Suggestions;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.FuncType;

/** The signatures that were given, and which of them functions have asked for. Not thread-safe. */
final class Signatures {
    private final Program program;
    private final List<Signature> all;
    private final Set<Signature> used = new LinkedHashSet<>();

    Signatures(Program program, List<Signature> all) {
        this.program = program;
        this.all = all;
    }

    /** {@return the signature of an export} */
    Optional<Signature> ofExport(String name) {
        return find(Optional.empty(), name);
    }

    /** {@return the signature of an import} */
    Optional<Signature> ofImport(String module, String name) {
        return find(Optional.of(module), name);
    }

    private Optional<Signature> find(Optional<String> module, String name) {
        Optional<Signature> found = all.stream()
                .filter(each -> each.module().equals(module) && each.name().equals(name))
                .findFirst();
        found.ifPresent(used::add);
        return found;
    }

    /** Refuses signatures without a function. */
    void requireAllUsed() {
        for (Signature each : all) {
            if (!used.contains(each)) {
                Stream<String> known = each.module().isPresent()
                        ? program.imports().stream()
                                .filter(one -> one.type() instanceof FuncType
                                        && one.module().equals(each.module().get()))
                                .map(one -> one.name())
                        : program.exports().stream()
                                .filter(one -> one.kind() == ExternKind.FUNC)
                                .map(one -> one.name());
                throw each.mistake("no function '" + each.name() + "' is "
                        + each.module()
                                .map(from -> "imported from '" + from + "'")
                                .orElse("exported")
                        + Suggestions.of(each.name(), known.toList()));
            }
        }
    }
}
