package org.wasmi.translate.binary;

import java.util.Optional;

/**
 * The sections of a module (Wasm specification, 5.5.2), in the order in which they have to appear; custom sections may
 * appear anywhere.
 */
public enum SectionKind {
    /** A custom section, with a name of its own. */
    CUSTOM(0),
    /** Function types. */
    TYPE(1),
    /** Imports. */
    IMPORT(2),
    /** The types of functions. */
    FUNCTION(3),
    /** Tables. */
    TABLE(4),
    /** Memories. */
    MEMORY(5),
    /** Tags. */
    TAG(13),
    /** Globals. */
    GLOBAL(6),
    /** Exports. */
    EXPORT(7),
    /** The start function. */
    START(8),
    /** Element segments. */
    ELEMENT(9),
    /** The number of data segments. */
    DATA_COUNT(12),
    /** The bodies of functions. */
    CODE(10),
    /** Data segments. */
    DATA(11);

    private final int id;

    SectionKind(int id) {
        this.id = id;
    }

    /** {@return the section id in the binary format} */
    public int id() {
        return id;
    }

    /** {@return the kind with a section id, if there is one} */
    public static Optional<SectionKind> of(int id) {
        for (SectionKind kind : values()) {
            if (kind.id == id) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
