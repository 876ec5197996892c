package org.wasmi.testkit.arbitraries;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;
import org.wasmi.encoding.program.Export;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.encoding.type.RecGroup;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.encoding.type.ValType;

/**
 * What the functions of a generated module share. Of each kind, what is imported comes first. Behind the imported
 * globals is the fuel from which each call and each turn of a loop is paid, so that every engine ends at the same
 * place; only where there are no such calls and loops a module may do without.
 *
 * @param types the groups of types to which code refers by index; function types that are alone need not be there
 * @param hostFunctions the imported functions
 * @param globals the globals but the fuel
 * @param memories the memories
 * @param tables the tables
 * @param tags the tags
 * @param elements the element segments
 * @param data the data segments
 * @param exports the exports; instead of a function, where there is fuel, one is exported that provides it and calls
 *     the function
 * @param start the start function, among those that the module defines, or {@link #NO_START}
 * @param fuel what the start function and each call from outside begins with, or {@link #UNPAID}
 */
record Environment(
        List<RecGroup> types,
        List<HostModule.Function> hostFunctions,
        List<GlobalPart> globals,
        List<MemoryPart> memories,
        List<TablePart> tables,
        List<TagPart> tags,
        List<ElementPart> elements,
        List<DataPart> data,
        List<Export> exports,
        int start,
        int fuel) {

    static final int NO_START = -1;
    static final int UNPAID = -1;

    /** The type of what a handler can throw again. */
    static final RefType EXCEPTION = new RefType(true, AbstractHeapType.EXN);

    /** A global: its name if it is imported, its constant expression otherwise. */
    record GlobalPart(GlobalType type, Optional<String> importedAs, Node init) {}

    /** A memory. */
    record MemoryPart(MemoryType type, boolean imported) {}

    /** A table. */
    record TablePart(TableType type, boolean imported) {}

    /** A tag: what exceptions carry, and its name if it is imported. */
    record TagPart(List<ValType> carried, Optional<String> importedAs) {}

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

    /** {@return the index of the global that holds the fuel, or {@link #UNPAID}} */
    int fuelGlobal() {
        return fuel == UNPAID
                ? UNPAID
                : (int) globals.stream()
                        .filter(global -> global.importedAs().isPresent())
                        .count();
    }

    /** {@return the number of globals, the fuel included} */
    int globalCount() {
        return globals.size() + (fuel == UNPAID ? 0 : 1);
    }

    /** {@return the index of one of the other globals} */
    long globalIndex(int number) {
        return fuel == UNPAID || number < fuelGlobal() ? number : number + 1L;
    }

    /** {@return the types of what a clause catches} */
    List<ValType> caught(Node.Clause clause) {
        List<ValType> caught =
                new ArrayList<>(clause.hasTag() ? tags.get((int) clause.tag()).carried() : List.of());
        if (clause.hasReference()) {
            caught.add(EXCEPTION);
        }
        return caught;
    }

    /** {@return the types of all functions, those of the imported ones first} */
    List<FuncType> functionTypes(List<FuncType> own) {
        List<FuncType> types = new ArrayList<>();
        hostFunctions.forEach(function -> types.add(function.type()));
        types.addAll(own);
        return types;
    }

    /** {@return the constant expressions: what globals begin with, offsets of active segments, items of segments} */
    List<Node> expressions() {
        List<Node> expressions = new ArrayList<>();
        globals.forEach(global -> expressions.add(global.init()));
        for (ElementPart segment : elements) {
            if (segment.mode() == Mode.ACTIVE) {
                expressions.add(segment.offset());
            }
            expressions.addAll(segment.items());
        }
        for (DataPart segment : data) {
            if (segment.mode() == Mode.ACTIVE) {
                expressions.add(segment.offset());
            }
        }
        return expressions;
    }

    /** {@return how large it is: the number of its parts, of their constants and bytes, and what sizes begin with} */
    int size() {
        int size = hostFunctions.size() + globals.size() + exports.size() + Node.size(expressions());
        size += start == NO_START ? 0 : 1;
        size += fuel == UNPAID ? 0 : 1;
        for (RecGroup each : types) {
            size += each.types().size();
        }
        for (TagPart each : tags) {
            size += 1 + each.carried().size();
        }
        for (MemoryPart each : memories) {
            size += 1 + (int) each.type().limits().min() + (each.imported() ? 1 : 0);
        }
        for (TablePart each : tables) {
            size += 1 + (int) each.type().limits().min() + (each.imported() ? 1 : 0);
        }
        for (ElementPart each : elements) {
            size += each.mode() == Mode.ACTIVE ? 2 : 1;
        }
        for (DataPart each : data) {
            size += (each.mode() == Mode.ACTIVE ? 2 : 1) + each.bytes().size();
        }
        return size;
    }

    /** {@return whether a constant expression, an active segment or a type has an index} */
    boolean refersTo(Space space, long index) {
        return (space == Space.TYPE && typesReferTo(index))
                || expressions().stream().anyMatch(node -> node.refersTo(space, index))
                || (space == Space.TABLE
                        && elements.stream().anyMatch(each -> each.mode() == Mode.ACTIVE && each.table() == index))
                || (space == Space.MEMORY
                        && data.stream().anyMatch(each -> each.mode() == Mode.ACTIVE && each.memory() == index));
    }

    private boolean typesReferTo(long index) {
        return types.stream().anyMatch(each -> TypeUses.refersTo(each, index))
                || globals.stream()
                        .anyMatch(each -> TypeUses.refersTo(each.type().type(), index))
                || tables.stream()
                        .anyMatch(each -> TypeUses.refersTo(each.type().element(), index))
                || elements.stream().anyMatch(each -> TypeUses.refersTo(each.type(), index))
                || tags.stream().anyMatch(each -> TypeUses.refersTo(each.carried(), index));
    }

    private Environment withRenumberedTypes(LongUnaryOperator change) {
        return withTypes(types.stream()
                        .map(each -> TypeUses.renumbered(each, change))
                        .toList())
                .withGlobals(globals.stream()
                        .map(each -> new GlobalPart(
                                new GlobalType(
                                        TypeUses.renumbered(each.type().type(), change),
                                        each.type().mutable()),
                                each.importedAs(),
                                each.init()))
                        .toList())
                .withTables(tables.stream()
                        .map(each -> new TablePart(
                                new TableType(
                                        each.type().address(),
                                        TypeUses.renumbered(each.type().element(), change),
                                        each.type().limits()),
                                each.imported()))
                        .toList())
                .withElements(elements.stream()
                        .map(each -> new ElementPart(
                                each.mode(),
                                TypeUses.renumbered(each.type(), change),
                                each.table(),
                                each.offset(),
                                each.items()))
                        .toList())
                .withTags(tags.stream()
                        .map(each -> new TagPart(TypeUses.renumbered(each.carried(), change), each.importedAs()))
                        .toList());
    }

    /** {@return the same with other indices of a space} */
    Environment renumbered(Space space, LongUnaryOperator change) {
        return space == Space.TYPE
                ? withRenumberedTypes(change).withRenumberedParts(space, change)
                : withRenumberedParts(space, change);
    }

    private Environment withRenumberedParts(Space space, LongUnaryOperator change) {
        UnaryOperator<Node> expression = node -> node.renumbered(space, change);
        return withGlobals(globals.stream()
                        .map(each -> new GlobalPart(each.type(), each.importedAs(), expression.apply(each.init())))
                        .toList())
                .withElements(elements.stream()
                        .map(each -> new ElementPart(
                                each.mode(),
                                each.type(),
                                space == Space.TABLE ? (int) change.applyAsLong(each.table()) : each.table(),
                                expression.apply(each.offset()),
                                Node.renumbered(each.items(), space, change)))
                        .toList())
                .withData(data.stream()
                        .map(each -> new DataPart(
                                each.mode(),
                                space == Space.MEMORY ? (int) change.applyAsLong(each.memory()) : each.memory(),
                                expression.apply(each.offset()),
                                each.bytes()))
                        .toList())
                .withExports(exports.stream()
                        .map(each -> spaceOf(each.kind()) == space
                                ? new Export(each.name(), each.kind(), (int) change.applyAsLong(each.index()))
                                : each)
                        .toList());
    }

    private static Space spaceOf(ExternKind kind) {
        return switch (kind) {
            case FUNC -> Space.FUNCTION;
            case TABLE -> Space.TABLE;
            case MEMORY -> Space.MEMORY;
            case GLOBAL -> Space.GLOBAL;
            case TAG -> Space.TAG;
        };
    }

    /** {@return whether an export is of a space} */
    static boolean isOf(Export export, Space space) {
        return spaceOf(export.kind()) == space;
    }

    Environment withTypes(List<RecGroup> changed) {
        return new Environment(
                changed, hostFunctions, globals, memories, tables, tags, elements, data, exports, start, fuel);
    }

    Environment withHostFunctions(List<HostModule.Function> changed) {
        return new Environment(types, changed, globals, memories, tables, tags, elements, data, exports, start, fuel);
    }

    Environment withGlobals(List<GlobalPart> changed) {
        return new Environment(
                types, hostFunctions, changed, memories, tables, tags, elements, data, exports, start, fuel);
    }

    Environment withMemories(List<MemoryPart> changed) {
        return new Environment(
                types, hostFunctions, globals, changed, tables, tags, elements, data, exports, start, fuel);
    }

    Environment withTables(List<TablePart> changed) {
        return new Environment(
                types, hostFunctions, globals, memories, changed, tags, elements, data, exports, start, fuel);
    }

    Environment withTags(List<TagPart> changed) {
        return new Environment(
                types, hostFunctions, globals, memories, tables, changed, elements, data, exports, start, fuel);
    }

    Environment withElements(List<ElementPart> changed) {
        return new Environment(
                types, hostFunctions, globals, memories, tables, tags, changed, data, exports, start, fuel);
    }

    Environment withData(List<DataPart> changed) {
        return new Environment(
                types, hostFunctions, globals, memories, tables, tags, elements, changed, exports, start, fuel);
    }

    Environment withExports(List<Export> changed) {
        return new Environment(
                types, hostFunctions, globals, memories, tables, tags, elements, data, changed, start, fuel);
    }

    Environment withStart(int changed) {
        return new Environment(
                types, hostFunctions, globals, memories, tables, tags, elements, data, exports, changed, fuel);
    }

    Environment unpaid() {
        return new Environment(
                types, hostFunctions, globals, memories, tables, tags, elements, data, exports, start, UNPAID);
    }
}
