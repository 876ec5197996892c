package org.wasmi.translate.fuel;

/**
 * The prices of operators in fuel. A basic block pays for its operators where it begins; operators that only give code
 * its structure ({@code nop}, {@code block}, {@code loop}, {@code else}, {@code end}) are free. An operator that works
 * on many bytes or elements also pays for these, before it does anything and even if it traps. Prices belong to
 * Wasm operators, not to the instructions that they become. So a guest burns the same fuel on every executor, in every
 * encoding, with or without fusion, and on every run.
 *
 * <p>A branch that carries many values costs the price of one more operator for each {@value #VALUES} values. So does
 * the creation of a structure or array from many operands, counted in slots of 64 bits. A call of a function with a
 * large frame costs 1 more unit, whatever the prices, for each 64 slots of 64 bits that the call has to clear. These
 * are the slots of its parameters, locals and results, and if it handles references, also those of its operands. An
 * atomic operator that reads and changes a memory costs a load and a store. Waiting and notifying cost the same; the
 * time for which a guest waits is free. Constant expressions are free, except for the objects that they create: these
 * cost 1 for 64 bytes of numbers, 8 references or 64 slots of a structure, which the store takes when there is fuel.
 *
 * @param operator the price of each operator that is not mentioned below, from 1 to 100
 * @param load the price of each load, from 1 to 100
 * @param store the price of each store, from 1 to 100
 * @param call the price of each call, from 1 to 100
 * @param throwing the price of each {@code throw}, {@code throw_ref} and {@code rethrow}, from 1 to 65,535. The search
 *     for a handler costs 32 more for each frame and 1 for each handler that is searched, whatever the prices
 * @param bulkMemory the price of 64 KiB in {@code memory.fill}, {@code memory.copy}, {@code memory.init} and {@code
 *     memory.grow}, and of numbers in arrays that are created, filled or copied, from 1 to 65,535; fewer bytes cost
 *     less in proportion, rounded up
 * @param bulkTable the price of 65,536 elements in {@code table.fill}, {@code table.copy}, {@code table.init} and
 *     {@code table.grow}, and of references in arrays that are created, filled or copied, from 1; fewer cost less in
 *     proportion, rounded up
 * @param translation the price of 64 KiB of function bodies that are translated lazily, from 0; fewer bytes cost less
 *     in proportion, rounded up. The first call of the function in each instance pays, even if the function is
 *     translated already
 */
public record FuelCosts(
        int operator, int load, int store, int call, int throwing, int bulkMemory, int bulkTable, int translation) {

    /**
     * 1 for each operator, 256 to throw, and 1 for 64 bytes, 8 elements, and an eighth of a byte of function bodies.
     */
    public static final FuelCosts DEFAULT = new FuelCosts(1, 1, 1, 1, 256, 1 << 10, 1 << 13, 1 << 19);

    private static final int MOST_OF_OPERATOR = 100;
    private static final int MOST_OF_THROWING = 65_535;
    private static final int MOST_OF_MEMORY = 65_535;

    /** The number of values for which a branch costs the price of one more operator. */
    public static final int VALUES = 64;

    /** The number of bytes or elements that the prices for bulk operators refer to. */
    public static final int MANY = 65_536;

    /**
     * Checks the ranges. No operator is free, since free operators could run forever.
     *
     * @throws IllegalArgumentException if a price is out of its range
     */
    public FuelCosts {
        check("operator", operator, 1, MOST_OF_OPERATOR);
        check("load", load, 1, MOST_OF_OPERATOR);
        check("store", store, 1, MOST_OF_OPERATOR);
        check("call", call, 1, MOST_OF_OPERATOR);
        check("throwing", throwing, 1, MOST_OF_THROWING);
        check("bulkMemory", bulkMemory, 1, MOST_OF_MEMORY);
        check("bulkTable", bulkTable, 1, Integer.MAX_VALUE);
        check("translation", translation, 0, Integer.MAX_VALUE);
    }

    private static void check(String what, int value, int least, int greatest) {
        if (value < least || value > greatest) {
            throw new IllegalArgumentException(
                    "the price of " + what + " must be from " + least + " to " + greatest + ", not " + value);
        }
    }

    /** {@return the price of translating a function body} */
    public long ofTranslation(int bodyBytes) {
        return ((long) bodyBytes * translation + MANY - 1) / MANY;
    }
}
