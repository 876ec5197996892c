package org.wasmi.testkit.arbitraries;

import java.util.List;
import org.wasmi.encoding.program.GlobalType;
import org.wasmi.encoding.program.Limits;
import org.wasmi.encoding.program.TableType;

/**
 * What the functions of a generated module share. Global 0 holds the fuel from which each call and each turn of a loop is
 * paid, so that every engine ends at the same place.
 *
 * @param globals the globals behind that one
 * @param memories the memories
 * @param tables the tables
 * @param elements the element segments, of which all hold functions
 * @param data the data segments
 * @param fuel what a call from outside begins with
 */
record Environment(
        List<GlobalPart> globals,
        List<Limits> memories,
        List<TableType> tables,
        List<ElementPart> elements,
        List<DataPart> data,
        int fuel) {

    /** The index of the global that holds the fuel. */
    static final int FUEL = 0;

    /** A global and its constant expression. */
    record GlobalPart(GlobalType type, Node init) {}

    /** An element segment: the table, -1 if passive; where it goes; the indices of functions. */
    record ElementPart(int table, int offset, List<Integer> functions) {}

    /** A data segment: the memory, -1 if passive; where it goes; its bytes. */
    record DataPart(int memory, int offset, List<Byte> bytes) {}
}
