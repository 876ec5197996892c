package org.wasmi.testkit.arbitraries;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TableType;

/**
 * What the functions of a generated module share. Of each kind, what is imported comes first. Behind the imported globals is
 * the fuel from which each call and each turn of a loop is paid, so that every engine ends at the same place.
 *
 * @param hostFunctions the imported functions
 * @param globals the globals but the fuel
 * @param memories the memories
 * @param tables the tables
 * @param elements the element segments
 * @param data the data segments
 * @param start the start function, among those that the module defines, or {@link #NO_START}
 * @param fuel what the start function and each call from outside begins with
 */
record Environment(
        List<HostModule.Function> hostFunctions,
        List<GlobalPart> globals,
        List<MemoryPart> memories,
        List<TablePart> tables,
        List<ElementPart> elements,
        List<DataPart> data,
        int start,
        int fuel) {

    static final int NO_START = -1;

    /** A global: its name if it is imported, its constant expression otherwise. */
    record GlobalPart(GlobalType type, Optional<String> importedAs, Node init) {}

    /** A memory. */
    record MemoryPart(Limits limits, boolean imported) {}

    /** A table. */
    record TablePart(TableType type, boolean imported) {}

    /** How a segment is used. */
    enum Mode {
        ACTIVE,
        PASSIVE,
        DECLARATIVE
    }

    /** An element segment: of what type, for which table and where if it is active, the constant expressions. */
    record ElementPart(Mode mode, RefType type, int table, Node offset, List<Node> items) {

        /** {@return whether it has only functions, so that their indices suffice} */
        boolean isFunctions() {
            return type.equals(RefType.FUNCREF)
                    && items.stream().allMatch(item -> item.operator().equals("ref.func"));
        }
    }

    /** A data segment: for which memory and where if it is active, its bytes. */
    record DataPart(Mode mode, int memory, Node offset, List<Byte> bytes) {}

    /** {@return the index of the global that holds the fuel} */
    int fuelGlobal() {
        return (int) globals.stream()
                .filter(global -> global.importedAs().isPresent())
                .count();
    }

    /** {@return the index of one of the other globals} */
    long globalIndex(int number) {
        return number < fuelGlobal() ? number : number + 1L;
    }

    /** {@return the types of all functions, those of the imported ones first} */
    List<FuncType> functionTypes(List<FuncType> own) {
        List<FuncType> types = new ArrayList<>();
        hostFunctions.forEach(function -> types.add(function.type()));
        types.addAll(own);
        return types;
    }

    Environment withoutStart() {
        return new Environment(hostFunctions, globals, memories, tables, elements, data, NO_START, fuel);
    }
}
