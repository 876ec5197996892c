package org.wasmi.testkit.arbitraries;

import static org.wasmi.encoding.type.NumType.I32;
import static org.wasmi.encoding.type.NumType.I64;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.wasmi.encoding.type.AddressType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.encoding.type.VecType;

/**
 * Generates the operators that read or write memories, tables, globals and segments, with addresses and indices that
 * are mostly within bounds.
 */
final class StateOperators {
    private final Choice choice;
    private final Environment environment;
    private final TypePool pool;
    private final int functionCount;
    private final FunctionGenerator values;
    private final AtomicOperators atomics;

    StateOperators(Choice choice, Environment environment, TypePool pool, int functionCount, FunctionGenerator values) {
        this.choice = choice;
        this.environment = environment;
        this.pool = pool;
        this.functionCount = functionCount;
        this.values = values;
        atomics = new AtomicOperators(choice, values, () -> memory(), (memory, place) -> at(isWide(memory), place));
    }

    private static final List<String> I32_LOADS = List.of("load", "load", "load8_s", "load8_u", "load16_s", "load16_u");
    private static final List<String> I64_LOADS =
            List.of("load", "load", "load8_s", "load8_u", "load16_s", "load16_u", "load32_s", "load32_u");
    private static final List<String> I32_STORES = List.of("store", "store", "store8", "store16");
    private static final List<String> I64_STORES = List.of("store", "store", "store8", "store16", "store32");

    /** {@return a value of a type that comes from state} */
    Node read(ValType wanted) {
        if (wanted instanceof RefType) {
            List<Long> tables = tablesOf(wanted);
            if (tables.isEmpty() || choice.percent(30)) {
                return globalOr(wanted, values.leaf(wanted));
            }
            long table = choice.of(tables);
            return Node.of("table.get", List.of(table), List.of(wanted), tableIndex(table));
        }
        if (wanted == I32 && choice.percent(30)) {
            return readSize();
        }
        if (choice.percent(25)) {
            return globalOr(wanted, values.leaf(wanted));
        }
        if (environment.memories().isEmpty()) {
            return values.leaf(wanted);
        }
        if (wanted instanceof NumType integer && isInteger(integer) && choice.percent(25)) {
            return atomics.read(integer);
        }
        if (wanted.equals(VecType.V128)) {
            return loadVector();
        }
        String load =
                switch ((NumType) wanted) {
                    case I32 -> choice.of(I32_LOADS);
                    case I64 -> choice.of(I64_LOADS);
                    case F32, F64 -> "load";
                };
        long memory = memory();
        return Node.of(wanted + "." + load, memoryArgument(memory), List.of(wanted), address(memory));
    }

    private Node loadVector() {
        long memory = memory();
        List<ValType> types = List.of(VecType.V128);
        if (choice.percent(70)) {
            return Node.of(choice.of(VectorSignature.LOADS), memoryArgument(memory), types, address(memory));
        }
        String load = choice.of(VectorSignature.LANE_LOADS);
        return Node.of(load, laneArgument(load, memory), types, address(memory), values.expression(VecType.V128));
    }

    private Node storeVector() {
        long memory = memory();
        if (choice.percent(60)) {
            Node vector = values.expression(VecType.V128);
            return Node.of("v128.store", memoryArgument(memory), List.of(), address(memory), vector);
        }
        String store = choice.of(VectorSignature.LANE_STORES);
        return Node.of(store, laneArgument(store, memory), List.of(), address(memory), values.expression(VecType.V128));
    }

    /** Lane, then as {@link #memoryArgument}. */
    private List<Long> laneArgument(String access, long memory) {
        List<Long> immediates = new ArrayList<>(List.of((long) choice.below(VectorSignature.lanes(access))));
        immediates.addAll(memoryArgument(memory));
        return immediates;
    }

    private Node readSize() {
        switch (choice.weighted(3, 2, 2, 2, 4)) {
            case 0 -> {
                if (!environment.memories().isEmpty()) {
                    long memory = memory();
                    return counted(isWide(memory), "memory.size", memory);
                }
            }
            case 1 -> {
                if (!environment.memories().isEmpty()) {
                    Node delta = choice.percent(80) ? Node.i32(choice.between(0, 1)) : values.expression(I32);
                    long memory = memory();
                    return counted(isWide(memory), "memory.grow", memory, at(isWide(memory), delta));
                }
            }
            case 2 -> {
                long table = table();
                return counted(isWideTable(table), "table.size", table);
            }
            case 3 -> {
                long table = table();
                Node delta = choice.percent(80) ? Node.i32(choice.between(0, 3)) : values.expression(I32);
                boolean wide = isWideTable(table);
                return counted(wide, "table.grow", table, values.expression(elementOf(table)), at(wide, delta));
            }
            default -> {}
        }
        ValType reference = choice.percent(50) ? RefType.FUNCREF : RefType.EXTERNREF;
        return Node.of("ref.is_null", List.of(I32), values.expression(reference));
    }

    /** {@return whether a memory has 64-bit addresses} */
    private boolean isWide(long memory) {
        return environment.memories().get((int) memory).type().address() == AddressType.I64;
    }

    private boolean isWideTable(long table) {
        return environment.tables().get((int) table).type().address() == AddressType.I64;
    }

    /**
     * {@return an address, index or number of things, of 64 bits if it is wide, and then at times beyond all bounds}
     */
    private Node at(boolean wide, Node place) {
        if (!wide) {
            return place;
        }
        return switch (choice.weighted(90, 6, 4)) {
            case 0 -> exactly(true, place);
            case 1 -> Node.of("i64.extend_i32_s", List.of(I64), place);
            default -> Node.of("i64.const", List.of(choice.i64()), List.of(I64));
        };
    }

    private static Node exactly(boolean wide, Node place) {
        return wide ? Node.of("i64.extend_i32_u", List.of(I64), place) : place;
    }

    /** {@return the lower 32 bits of what an operator gives that counts pages or elements} */
    private static Node counted(boolean wide, String operator, long index, Node... operands) {
        Node count = Node.of(operator, List.of(index), List.of(wide ? I64 : I32), operands);
        return wide ? Node.of("i32.wrap_i64", List.of(I32), count) : count;
    }

    /** {@return an integer that comes from state, from a place which does not depend on locals} */
    Node steady(NumType integer) {
        if (integer == I32 && choice.percent(25)) {
            long table = table();
            Node index = exactly(isWideTable(table), Node.i32(choice.below(5)));
            Node element = Node.of("table.get", List.of(table), List.of(elementOf(table)), index);
            return Node.of("ref.is_null", List.of(I32), element);
        }
        if (!environment.memories().isEmpty() && choice.percent(60)) {
            return load(integer, memory(), choice.below(64));
        }
        return globalOr(integer, values.leaf(integer));
    }

    private Node load(NumType type, long memory, int address) {
        Node place = exactly(isWide(memory), Node.i32(address));
        return Node.of(type + ".load", List.of(0L, 0L, memory), List.of(type), place);
    }

    /**
     * {@return what adds an integer to a place in a memory or to a global, for good: what is there depends on all that
     * was added; nothing if there is no such place}
     */
    List<Node> shown(Node integer) {
        NumType type = (NumType) integer.types().get(0);
        if (!environment.memories().isEmpty()) {
            long memory = memory();
            int address = 256 + 8 * choice.below(4);
            Node sum = sum(load(type, memory, address), integer);
            Node place = exactly(isWide(memory), Node.i32(address));
            return List.of(Node.of(type + ".store", List.of(0L, 0L, memory), List.of(), place, sum));
        }
        List<Long> globals = globalsOf(type, true);
        if (globals.isEmpty()) {
            return List.of();
        }
        long global = choice.of(globals);
        Node sum = sum(Node.of("global.get", List.of(global), List.of(type)), integer);
        return List.of(Node.of("global.set", List.of(global), List.of(), sum));
    }

    private static Node sum(Node old, Node added) {
        ValType type = old.types().get(0);
        Node seven = Node.of(type + ".const", List.of(7L), List.of(type));
        return Node.of(type + ".add", List.of(type), Node.of(type + ".rotl", List.of(type), old, seven), added);
    }

    /** {@return the size of a memory or table before it grows, mostly by a little} */
    Node grown() {
        if (!environment.memories().isEmpty() && choice.percent(60)) {
            long memory = memory();
            return counted(isWide(memory), "memory.grow", memory, exactly(isWide(memory), Node.i32(1)));
        }
        long table = table();
        Node value = values.leaf(elementOf(table));
        Node delta = exactly(isWideTable(table), Node.i32(choice.between(1, 3)));
        return counted(isWideTable(table), "table.grow", table, value, delta);
    }

    /** {@return the value of a global of a type, or the given node if there is none} */
    Node globalOr(ValType wanted, Node otherwise) {
        List<Long> globals = globalsOf(wanted, false);
        return globals.isEmpty() ? otherwise : Node.of("global.get", List.of(choice.of(globals)), List.of(wanted));
    }

    private List<Long> globalsOf(ValType wanted, boolean mutable) {
        List<Long> indices = new ArrayList<>();
        for (int i = 0; i < environment.globals().size(); i++) {
            var type = environment.globals().get(i).type();
            if (type.type().equals(wanted) && (type.mutable() || !mutable)) {
                indices.add(environment.globalIndex(i));
            }
        }
        return indices;
    }

    /** {@return a statement that changes state} */
    Node write() {
        return switch (choice.weighted(environment.memories().isEmpty() ? 0 : 12, 6, 4, 3)) {
            case 0 -> store();
            case 1 -> setGlobal();
            case 2 -> writeTable();
            default -> bulk();
        };
    }

    private static boolean isInteger(NumType type) {
        return type == I32 || type == NumType.I64;
    }

    private Node store() {
        if (choice.percent(20)) {
            return storeVector();
        }
        if (choice.percent(20)) {
            return atomics.write();
        }
        NumType stored = choice.of(List.of(NumType.values()));
        String store =
                switch (stored) {
                    case I32 -> choice.of(I32_STORES);
                    case I64 -> choice.of(I64_STORES);
                    case F32, F64 -> "store";
                };
        Node value = choice.percent(30) ? values.constant(stored) : values.expression(stored);
        long memory = memory();
        return Node.of(
                stored + "." + store, memoryArgument(memory), List.of(), address(memory), values.canonical(value));
    }

    private Node setGlobal() {
        ValType wanted = pool.any(choice);
        List<Long> globals = globalsOf(wanted, true);
        return globals.isEmpty()
                ? Node.of("drop", List.of(), values.expression(wanted))
                : Node.of("global.set", List.of(choice.of(globals)), List.of(), values.expression(wanted));
    }

    private Node writeTable() {
        long table = table();
        return Node.of("table.set", List.of(table), List.of(), tableIndex(table), values.expression(elementOf(table)));
    }

    private Node bulk() {
        boolean memories = !environment.memories().isEmpty();
        return switch (choice.weighted(memories ? 4 : 0, memories ? 4 : 0, memories ? 3 : 0, 2, 2, 2, 1, 1)) {
            case 0 -> {
                long memory = memory();
                Node length = at(isWide(memory), length());
                yield Node.of(
                        "memory.fill", List.of(memory), List.of(), address(memory), values.expression(I32), length);
            }
            case 1 -> {
                long to = memory();
                long from = memory();
                Node length = at(isWide(to) && isWide(from), length());
                yield Node.of("memory.copy", List.of(to, from), List.of(), address(to), address(from), length);
            }
            case 2 -> {
                long memory = memory();
                yield Node.of(
                        "memory.init", List.of(data(), memory), List.of(), address(memory), smallIndex(), length());
            }
            case 3 -> {
                long table = table();
                Node value = values.expression(elementOf(table));
                Node length = at(isWideTable(table), smallIndex());
                yield Node.of("table.fill", List.of(table), List.of(), tableIndex(table), value, length);
            }
            case 4 -> {
                long to = table();
                long from = choice.of(tablesOf(elementOf(to)));
                Node length = at(isWideTable(to) && isWideTable(from), smallIndex());
                yield Node.of("table.copy", List.of(to, from), List.of(), tableIndex(to), tableIndex(from), length);
            }
            case 5 -> {
                long segment = element();
                List<Long> tables =
                        tablesOf(environment.elements().get((int) segment).type());
                if (tables.isEmpty()) {
                    yield Node.of("elem.drop", List.of(segment), List.of());
                }
                long table = choice.of(tables);
                Node place = at(isWideTable(table), smallIndex());
                yield Node.of("table.init", List.of(segment, table), List.of(), place, smallIndex(), smallIndex());
            }
            case 6 -> Node.of("elem.drop", List.of(element()), List.of());
            default -> Node.of("data.drop", List.of(data()), List.of());
        };
    }

    // Operands

    private long memory() {
        return choice.below(environment.memories().size());
    }

    private long table() {
        return choice.below(environment.tables().size());
    }

    private long data() {
        return choice.below(environment.data().size());
    }

    private long element() {
        return choice.below(environment.elements().size());
    }

    private ValType elementOf(long table) {
        return environment.tables().get((int) table).type().element();
    }

    private List<Long> tablesOf(ValType element) {
        return IntStream.range(0, environment.tables().size())
                .filter(i -> environment.tables().get(i).type().element().equals(element))
                .mapToObj(i -> (long) i)
                .toList();
    }

    /** Offset, alignment, memory. Large offsets are rare. */
    private List<Long> memoryArgument(long memory) {
        long offset =
                switch (choice.weighted(50, 30, 10, 2)) {
                    case 0 -> choice.below(16);
                    case 1 -> choice.below(300);
                    case 2 -> choice.between(30_000, 65_535);
                    default -> 0xFFFF_FFFFL - choice.below(20);
                };
        return List.of(offset, 0L, memory);
    }

    private Node address(long memory) {
        return at(isWide(memory), address());
    }

    private Node address() {
        return switch (choice.weighted(40, 35, 10, 5, 5)) {
            case 4 -> values.wrapped(choice.below(256));
            case 0 -> Node.i32(choice.below(256));
            case 1 ->
                Node.of("i32.and", List.of(I32), values.expression(I32), Node.i32(choice.percent(50) ? 0xFF : 0x7FFF));
            case 2 -> Node.i32(65_536 - choice.below(12));
            default -> values.expression(I32);
        };
    }

    private Node length() {
        return switch (choice.weighted(80, 15, 5)) {
            case 0 -> Node.i32(choice.below(40));
            case 1 -> values.expression(I32);
            default -> values.wrapped(choice.below(40));
        };
    }

    private Node smallIndex() {
        return choice.percent(90) ? Node.i32(choice.below(4)) : values.expression(I32);
    }

    private Node tableIndex(long table) {
        return at(isWideTable(table), tableIndex());
    }

    private Node tableIndex() {
        return switch (choice.weighted(70, 15, 10, 5)) {
            case 3 -> values.wrapped(choice.below(6));
            case 0 -> Node.i32(choice.below(6));
            case 1 -> Node.of("i32.and", List.of(I32), values.expression(I32), Node.i32(3));
            default -> values.expression(I32);
        };
    }

    /** {@return an index at which a function was in table 0 to begin with, mostly} */
    Node elementIndex(int function) {
        Node index =
                switch (choice.weighted(85, 12, 3)) {
                    case 0 -> Node.i32(function % functionCount);
                    case 1 -> tableIndex();
                    default -> Node.i32(choice.between(-3, -1));
                };
        return at(isWideTable(0), index);
    }
}
