package org.wasmi.translate.binary;

/**
 * The limits of {@link TranslationLimits}. Each row has the limit's value in {@link TranslationLimits#DEFAULT}, far
 * above what real programs need, and its value in {@link TranslationLimits#STRICT}.
 */
public enum TranslationLimit {
    /** Bytes of a module. */
    MODULE_SIZE("module size", 1 << 30, 16 << 20),
    /** Custom sections. */
    CUSTOM_SECTIONS("custom sections", 100_000, 100),
    /** Types, those in recursive groups included. */
    TYPES("types", 1_000_000, 10_000),
    /** Parameters of a function type. */
    PARAMS("parameters", 1_000, 32),
    /** Results of a function type or block. */
    RESULTS("results", 1_000, 32),
    /** Fields of a structure type. */
    FIELDS("fields of a structure", 10_000, 1_000),
    /** Operands of one {@code array.new_fixed}. */
    FIXED_ELEMENTS("elements of array.new_fixed", 10_000, 1_000),
    /** Imports of all kinds. */
    IMPORTS("imports", 1_000_000, 1_000),
    /** Functions, imported ones included. */
    FUNCTIONS("functions", 1_000_000, 10_000),
    /** Tables, imported ones included. */
    TABLES("tables", 10_000, 100),
    /** Memories, imported ones included. */
    MEMORIES("memories", 1_000, 1),
    /** Globals, imported ones included. */
    GLOBALS("globals", 1_000_000, 1_000),
    /** Tags, imported ones included. */
    TAGS("tags", 1_000_000, 1_000),
    /** Exports. */
    EXPORTS("exports", 1_000_000, 10_000),
    /** Element segments. */
    ELEMENT_SEGMENTS("element segments", 100_000, 1_000),
    /** Elements of one segment. */
    ELEMENTS("elements of a segment", 10_000_000, 100_000),
    /** Data segments. */
    DATA_SEGMENTS("data segments", 100_000, 1_000),
    /** Bytes of a function body. */
    BODY_SIZE("function body size", 16 << 20, 1 << 20),
    /** Locals of a function, parameters included. */
    LOCALS("locals", 200_000, 5_000),
    /** Nested blocks. */
    NESTING("nesting of blocks", 100_000, 1_000),
    /** Values on the operand stack. */
    OPERANDS("height of the operand stack", 1_000_000, 10_000),
    /** Targets of one {@code br_table}, without the default target. */
    BRANCH_TARGETS("targets of a br_table", 1_000_000, 10_000),
    /** Exception handlers of a function: the catch clauses of its blocks. */
    HANDLERS("handlers of exceptions", 1_000_000, 10_000);

    private final String description;
    private final int usual;
    private final int strict;

    TranslationLimit(String description, int usual, int strict) {
        this.description = description;
        this.usual = usual;
        this.strict = strict;
    }

    int usual() {
        return usual;
    }

    int strict() {
        return strict;
    }

    /** {@return the name of the limited thing, in words} */
    @Override
    public String toString() {
        return description;
    }
}
