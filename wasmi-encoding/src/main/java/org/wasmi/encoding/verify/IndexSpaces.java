package org.wasmi.encoding.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.wasmi.encoding.IndexSpace;
import org.wasmi.encoding.program.ElementSegment;
import org.wasmi.encoding.program.GlobalDef;
import org.wasmi.encoding.program.Import;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.program.TableDef;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.encoding.type.ValType;

/** The types of everything that instructions refer to by index, imported things first. */
final class IndexSpaces {
    final List<Signature> types = new ArrayList<>();
    final List<Signature> functions = new ArrayList<>();
    final List<TableType> tables = new ArrayList<>();
    final List<GlobalType> globals = new ArrayList<>();
    final List<RefType> elements = new ArrayList<>();
    final int importedFunctions;
    final int importedGlobals;

    private final int memories;
    private final int data;

    /** A type with many parameters may belong to many functions, so that looking at it each time would be quadratic. */
    private final IdentityHashMap<FuncType, Signature> signatures = new IdentityHashMap<>();

    /** Numbers of lists of results, as types without parameters: those have an order, which lists have not. */
    private final Map<FuncType, Integer> resultTypes = new HashMap<>();

    IndexSpaces(Program program) {
        for (FuncType each : program.types()) {
            types.add(signature(each));
        }
        for (FuncType each : program.functionTypes()) {
            functions.add(signature(each));
        }
        int importedMemories = 0;
        for (Import each : program.imports()) {
            if (each.type() instanceof TableType table) {
                tables.add(table);
            } else if (each.type() instanceof GlobalType global) {
                globals.add(global);
            } else if (each.type() instanceof MemoryType) {
                importedMemories++;
            }
        }
        importedFunctions = program.importCount(ExternKind.FUNC);
        importedGlobals = globals.size();
        memories = importedMemories + program.memories().size();
        for (TableDef each : program.tables()) {
            tables.add(each.type());
        }
        for (GlobalDef each : program.globals()) {
            globals.add(each.type());
        }
        for (ElementSegment each : program.elements()) {
            elements.add(each.type());
        }
        data = program.data().size();
    }

    private Signature signature(FuncType type) {
        return signatures.computeIfAbsent(
                type,
                each -> Signature.of(
                        each,
                        resultTypes.computeIfAbsent(
                                new FuncType(List.of(), each.results()), ignored -> resultTypes.size())));
    }

    int size(IndexSpace space) {
        return switch (space) {
            case TYPE -> types.size();
            case FUNC -> functions.size();
            case TABLE -> tables.size();
            case MEMORY -> memories;
            case GLOBAL -> globals.size();
            case ELEM -> elements.size();
            case DATA -> data;
        };
    }

    /** {@return whether all references of one type belong to another (Wasm specification, 3.3.2)} */
    static boolean isSubtype(ValType type, ValType of) {
        if (type instanceof RefType given && of instanceof RefType required) {
            return given.heap() == required.heap() && (required.nullable() || !given.nullable());
        }
        return type.equals(of);
    }
}
