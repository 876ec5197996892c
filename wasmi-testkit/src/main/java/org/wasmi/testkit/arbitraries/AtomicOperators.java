package org.wasmi.testkit.arbitraries;

import static org.wasmi.encoding.type.NumType.I32;
import static org.wasmi.encoding.type.NumType.I64;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.ValType;

/**
 * Generates the atomic operators, with addresses that are mostly within bounds and mostly aligned. Who waits does so
 * for no time: nobody would notify.
 */
final class AtomicOperators {
    private static final List<String> CHANGES = List.of("add", "sub", "and", "or", "xor", "xchg", "cmpxchg");

    private final Choice choice;
    private final FunctionGenerator values;
    private final LongSupplier memory;
    private final BiFunction<Long, Node, Node> addresses;

    /**
     * Makes a generator.
     *
     * @param memory chooses a memory
     * @param addresses makes an address of a memory from an i32
     */
    AtomicOperators(
            Choice choice, FunctionGenerator values, LongSupplier memory, BiFunction<Long, Node, Node> addresses) {
        this.choice = choice;
        this.values = values;
        this.memory = memory;
        this.addresses = addresses;
    }

    /** {@return an integer that comes from a memory} */
    Node read(NumType wanted) {
        if (wanted == I32 && choice.percent(12)) {
            return waitOrNotify();
        }
        int bits = bits(wanted);
        if (choice.percent(15)) {
            return access(wanted, "load", bits, "", bits == width(wanted) ? "" : "_u", List.of(wanted));
        }
        String change = choice.of(CHANGES);
        String ending = "." + change + (bits == width(wanted) ? "" : "_u");
        Node value = values.expression(wanted);
        return change.equals("cmpxchg")
                ? access(wanted, "rmw", bits, ending, "", List.of(wanted), expected(wanted), value)
                : access(wanted, "rmw", bits, ending, "", List.of(wanted), value);
    }

    /** {@return what may be there: mostly small numbers, as segments have them, or none} */
    private Node expected(NumType type) {
        return choice.percent(60)
                ? Node.of(type + ".const", List.of((long) choice.below(3)), List.of(type))
                : values.expression(type);
    }

    private Node waitOrNotify() {
        List<ValType> result = List.of(I32);
        long place = memory.getAsLong();
        if (choice.percent(50)) {
            return Node.of(
                    "memory.atomic.notify", argument(place, 4), result, address(place, 4), values.expression(I32));
        }
        NumType expected = choice.percent(50) ? I32 : I64;
        int width = expected == I32 ? 4 : 8;
        Node noTime = Node.of("i64.const", List.of(0L), List.of(I64));
        return Node.of(
                "memory.atomic.wait" + 8 * width,
                argument(place, width),
                result,
                address(place, width),
                expected(expected),
                noTime);
    }

    /** {@return a statement} */
    Node write() {
        if (choice.percent(15)) {
            return Node.of("atomic.fence", List.of());
        }
        NumType stored = choice.percent(50) ? I32 : I64;
        return access(stored, "store", bits(stored), "", "", List.of(), values.expression(stored));
    }

    private int bits(NumType type) {
        return choice.of(type == I32 ? List.of(8, 16, 32) : List.of(8, 16, 32, 64));
    }

    private static int width(NumType type) {
        return type == I32 ? 32 : 64;
    }

    private Node access(
            NumType type,
            String verb,
            int bits,
            String ending,
            String suffix,
            List<ValType> results,
            Node... operands) {
        int bytes = bits / 8;
        Node[] all = new Node[operands.length + 1];
        long place = memory.getAsLong();
        all[0] = address(place, bytes);
        System.arraycopy(operands, 0, all, 1, operands.length);
        String part = bits == width(type) ? "" : String.valueOf(bits);
        return Node.of(type + ".atomic." + verb + part + ending + suffix, argument(place, bytes), results, all);
    }

    /** Offset, alignment, memory. */
    private List<Long> argument(long place, int bytes) {
        long offset = choice.percent(97) ? (long) bytes * choice.below(6) : choice.below(20);
        return List.of(offset, (long) Integer.numberOfTrailingZeros(bytes), place);
    }

    private Node address(long place, int bytes) {
        return addresses.apply(place, address(bytes));
    }

    private Node address(int bytes) {
        return switch (choice.weighted(50, 35, 6, 6, 3)) {
            case 0 -> Node.i32((long) bytes * choice.below(40));
            case 1 -> Node.of("i32.and", List.of(I32), values.expression(I32), Node.i32(0xF8));
            case 2 -> Node.i32(65_536 - 8 * (long) choice.below(4));
            case 3 -> Node.i32(choice.below(256));
            default -> values.expression(I32);
        };
    }
}
