package org.wasmi.encoding.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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
import org.wasmi.encoding.type.StructLayout;
import org.wasmi.encoding.type.StructType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.encoding.type.Types;

/** The types of everything that instructions refer to by index, imported things first. */
final class IndexSpaces {
    final Types types;
    final List<TableType> tables = new ArrayList<>();
    final List<MemoryType> memories = new ArrayList<>();
    final List<GlobalType> globals = new ArrayList<>();
    final List<RefType> elements = new ArrayList<>();

    /** What exceptions with a tag carry, as parameters. */
    final List<CallShape> tags = new ArrayList<>();

    final int importedFunctions;
    final int importedGlobals;

    private final Program program;
    private final int data;

    /**
     * By index of the type, once asked for: a type with many parameters may belong to many functions, so that looking
     * at it each time would be quadratic.
     */
    private final @Nullable CallShape[] signatures;

    /** By index of the type, once asked for, for the same reason: the slots of its fields. */
    private final Map<Integer, OptionalInt> structSlots = new HashMap<>();

    /** Numbers of lists of results, as types without parameters: those have an order, which lists have not. */
    private final Map<FuncType, Integer> resultTypes = new HashMap<>();

    /** Of the pairs of lists of results by their numbers, those of which the first is a subtype of the second. */
    private final Set<List<Integer>> returnable = new HashSet<>();

    IndexSpaces(Program program) {
        this.program = program;
        types = program.types();
        signatures = new @Nullable CallShape[types.size()];
        for (Import each : program.imports()) {
            if (each.type() instanceof TableType table) {
                tables.add(table);
            } else if (each.type() instanceof GlobalType global) {
                globals.add(global);
            } else if (each.type() instanceof MemoryType memory) {
                memories.add(memory);
            }
        }
        importedFunctions = program.importCount(ExternKind.FUNC);
        importedGlobals = globals.size();
        memories.addAll(program.memories());
        for (TableDef each : program.tables()) {
            tables.add(each.type());
        }
        for (GlobalDef each : program.globals()) {
            globals.add(each.type());
        }
        for (ElementSegment each : program.elements()) {
            elements.add(each.type());
        }
        for (int i = 0; i < program.tagCount(); i++) {
            tags.add(signature(program.tagTypeIndex(i)));
        }
        data = program.data().size();
    }

    /** {@return the signature of a function} */
    CallShape function(int index) {
        return signature(program.functionTypeIndex(index));
    }

    /** {@return the signature of a type that is a function type} */
    CallShape signature(int type) {
        CallShape known = signatures[type];
        if (known != null) {
            return known;
        }
        FuncType function = types.function(type);
        int results =
                resultTypes.computeIfAbsent(new FuncType(List.of(), function.results()), ignored -> resultTypes.size());
        CallShape signature = CallShape.of(function, results);
        signatures[type] = signature;
        return signature;
    }

    /** {@return how many slots the fields of a type take, or nothing if it is no structure type} */
    OptionalInt structSlots(int type) {
        return structSlots.computeIfAbsent(
                type,
                index -> types.composite(index) instanceof StructType struct
                        ? OptionalInt.of(StructLayout.of(struct).slots())
                        : OptionalInt.empty());
    }

    /** {@return whether a function may return what another does, which it calls last} */
    boolean mayReturn(CallShape callee, CallShape caller) {
        return callee.resultTypes() == caller.resultTypes()
                || returnable.contains(List.of(callee.resultTypes(), caller.resultTypes()))
                || (types.isSubtype(callee.type().results(), caller.type().results())
                        && returnable.add(List.of(callee.resultTypes(), caller.resultTypes())));
    }

    int size(IndexSpace space) {
        return switch (space) {
            case TYPE -> types.size();
            case FUNC -> program.functionTypes().size();
            case TABLE -> tables.size();
            case MEMORY -> memories.size();
            case GLOBAL -> globals.size();
            case ELEM -> elements.size();
            case DATA -> data;
            case TAG -> tags.size();
        };
    }
}
