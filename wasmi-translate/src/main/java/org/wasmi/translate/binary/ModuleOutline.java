package org.wasmi.translate.binary;

import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.wasmi.encoding.error.Proposal;

/**
 * The imports and exports of a module, even of one that needs features that are not supported. Types are written as in
 * the text format, and as {@code ?} if they are unknown. Nothing is validated. Immutable.
 *
 * @param sections the sections, in order
 * @param imports the imports, in order
 * @param exports the exports, in order
 * @param proposals the features beyond WebAssembly 2.0 that the declarations need; function bodies are not read
 */
public record ModuleOutline(
        List<Section> sections, List<Import> imports, List<Export> exports, Set<Proposal> proposals) {

    /** Copies all lists. */
    public ModuleOutline {
        sections = List.copyOf(sections);
        imports = List.copyOf(imports);
        exports = List.copyOf(exports);
        proposals = Set.copyOf(proposals);
    }

    /** {@return the features, in the order of their declaration} */
    @Override
    public Set<Proposal> proposals() {
        Set<Proposal> ordered = EnumSet.noneOf(Proposal.class);
        ordered.addAll(proposals);
        return ordered;
    }

    /**
     * A section.
     *
     * @param id the section id
     * @param kind the name of its kind, {@code ?} if there is none
     * @param name the name of a custom section, empty for others
     * @param offset the position of its contents, after id and size, in bytes from the start of the module
     * @param size the size of its contents in bytes
     */
    public record Section(int id, String kind, String name, int offset, int size) {

        /** Refuses nulls. */
        public Section {
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(name, "name");
        }
    }

    /**
     * An import.
     *
     * @param module the module that it comes from
     * @param name its name there
     * @param kind {@code func}, {@code table}, {@code memory}, {@code global} or {@code tag}
     * @param type its type
     */
    public record Import(String module, String name, String kind, String type) {

        /** Refuses nulls. */
        public Import {
            Objects.requireNonNull(module, "module");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(type, "type");
        }
    }

    /**
     * An export.
     *
     * @param name its name
     * @param kind {@code func}, {@code table}, {@code memory}, {@code global} or {@code tag}
     * @param index its index, unsigned
     * @param type its type
     */
    public record Export(String name, String kind, int index, String type) {

        /** Refuses nulls. */
        public Export {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(type, "type");
        }
    }
}
