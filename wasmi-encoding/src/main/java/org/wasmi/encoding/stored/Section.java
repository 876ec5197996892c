package org.wasmi.encoding.stored;

import java.util.Locale;

/** The sections of a stored program, in order. */
enum Section {
    /** The name of the encoding of all code. */
    ENCODING(1),
    /**
     * A list of groups of types, which are lists of types: whether it is final; optional: its supertype; what it is.
     */
    TYPES(2),
    /** A list of imports: two texts, the kind, the type; that of a function or tag by its index. */
    IMPORTS(3),
    /** A list of functions: the index of the type, the code. */
    FUNCTIONS(4),
    /** A list of tables: the type; optional: a constant expression. */
    TABLES(5),
    /** A list of memories: their types. */
    MEMORIES(6),
    /** A list of globals: the type, a constant expression. */
    GLOBALS(7),
    /** A list of tags: the indices of their types. */
    TAGS(8),
    /** A list of exports: the name, the kind, the index. */
    EXPORTS(9),
    /** Optional: the index of a function. */
    START(10),
    /** A list of element segments: the type, the mode, then 0 and a list of functions, or 1 and one of expressions. */
    ELEMENTS(11),
    /** A list of data segments: the mode, the number of bytes, the bytes. */
    DATA(12),
    /** A list of custom sections: the name, the number of bytes, the bytes. */
    CUSTOM(13),
    /** Optional: the name of the module. Then a list of pairs, the index of a function and its name. */
    NAMES(14),
    /** Optional: where the contents of the code section begin in the binary. */
    CODE_OFFSET(15),
    /** 1 if the code pays from the fuel, else 0. */
    METERING(16);

    private final int code;

    Section(int code) {
        this.code = code;
    }

    /** {@return the number that the section begins with} */
    int code() {
        return code;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
