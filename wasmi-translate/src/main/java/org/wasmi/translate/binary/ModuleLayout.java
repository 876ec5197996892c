package org.wasmi.translate.binary;

import java.util.List;
import java.util.Objects;

/**
 * The positions of the parts of a module in its bytes. Immutable.
 *
 * @param sections the sections, in order
 * @param bodies the function bodies, in order
 */
public record ModuleLayout(List<Section> sections, List<Body> bodies) {

    /** Copies both lists. */
    public ModuleLayout {
        sections = List.copyOf(sections);
        bodies = List.copyOf(bodies);
    }

    /**
     * One section.
     *
     * @param kind the kind of its contents
     * @param name the name of a custom section, empty for others
     * @param offset the position of its contents, after id and size, in bytes from the start of the module
     * @param size the size of its contents in bytes
     */
    public record Section(SectionKind kind, String name, int offset, int size) {

        /** Refuses nulls. */
        public Section {
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(name, "name");
        }
    }

    /**
     * One function body.
     *
     * @param function the index of the function; imports come first
     * @param offset the position of the body, which begins with its locals, in bytes from the start of the module
     * @param size the size of the body in bytes
     */
    public record Body(int function, int offset, int size) {}
}
