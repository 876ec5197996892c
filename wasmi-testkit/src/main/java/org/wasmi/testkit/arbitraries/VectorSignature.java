package org.wasmi.testkit.arbitraries;

import static org.wasmi.encoding.type.NumType.F32;
import static org.wasmi.encoding.type.NumType.F64;
import static org.wasmi.encoding.type.NumType.I32;
import static org.wasmi.encoding.type.NumType.I64;
import static org.wasmi.encoding.type.VecType.V128;

import java.util.List;
import java.util.stream.Stream;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.testkit.CodeBuilder;

/**
 * An operator on vectors but a constant, load or store, with its type.
 *
 * @param name its name in the text format
 * @param params the types of its operands
 * @param result the type of its result
 */
public record VectorSignature(String name, List<ValType> params, ValType result) {

    /** All of them. */
    public static final List<VectorSignature> ALL = names().filter(
                    name -> !name.matches("v128\\.(const|load.*|store.*)"))
            .map(VectorSignature::of)
            .toList();

    /** The loads, those of a lane apart. */
    public static final List<String> LOADS =
            names().filter(name -> name.matches("v128\\.load.*(?<!_lane)")).toList();

    /** The loads of a lane. */
    public static final List<String> LANE_LOADS =
            names().filter(name -> name.matches("v128\\.load.*_lane")).toList();

    /** The stores of a lane. */
    public static final List<String> LANE_STORES =
            names().filter(name -> name.matches("v128\\.store.*_lane")).toList();

    private static Stream<String> names() {
        return CodeBuilder.operators().stream().filter(name -> name.matches("(v128|[if]\\d+x\\d+)\\..*"));
    }

    private static VectorSignature of(String name) {
        String operator = name.substring(name.indexOf('.') + 1).replaceFirst("^relaxed_", "");
        NumType lane = laneType(name);
        if (operator.matches("any_true|all_true|bitmask")) {
            return new VectorSignature(name, List.of(V128), I32);
        } else if (operator.startsWith("extract_lane")) {
            return new VectorSignature(name, List.of(V128), lane);
        } else if (operator.equals("splat")) {
            return new VectorSignature(name, List.of(lane), V128);
        } else if (operator.equals("replace_lane")) {
            return new VectorSignature(name, List.of(V128, lane), V128);
        } else if (operator.matches("shl|shr_.")) {
            return new VectorSignature(name, List.of(V128, I32), V128);
        } else if (operator.matches("bitselect|laneselect|n?madd|.*_add_s")) {
            return new VectorSignature(name, List.of(V128, V128, V128), V128);
        }
        boolean unary = operator.matches("(extend|extadd|trunc|convert|demote|promote)_.*"
                + "|not|abs|neg|popcnt|ceil|floor|trunc|nearest|sqrt");
        return new VectorSignature(name, unary ? List.of(V128) : List.of(V128, V128), V128);
    }

    private static NumType laneType(String name) {
        if (name.startsWith("f")) {
            return name.startsWith("f32") ? F32 : F64;
        }
        return name.startsWith("i64") ? I64 : I32;
    }

    /** {@return the number of lanes of the shape in an operator's name, or of the width in that of a load or store} */
    public static int lanes(String name) {
        return name.startsWith("v128")
                ? 128 / Integer.parseInt(name.replaceAll("v128\\.[a-z]+(\\d+)_lane", "$1"))
                : Integer.parseInt(name.substring(name.indexOf('x') + 1, name.indexOf('.')));
    }

    /** {@return immediates, at random} */
    List<Long> immediates(Choice choice) {
        if (name.endsWith("shuffle")) {
            boolean ofLanes = choice.percent(40);
            long first = choice.below(32);
            return Stream.iterate(0L, i -> i < 16, i -> i + 1)
                    .map(i -> ofLanes ? ((first & 28) + (i & 3) + (i / 4 * 12 & 16)) & 31 : (long) choice.below(32))
                    .toList();
        }
        return hasLane() ? List.of((long) choice.below(lanes(name))) : List.of();
    }

    /** {@return whether its immediate is the number of a lane} */
    public boolean hasLane() {
        return name.matches(".*\\.(extract|replace)_lane.*");
    }

    /** {@return the width of the lanes in which it may make a NaN of any bits, or 0} */
    public int nanWidth() {
        String operator = name.substring(name.indexOf('.') + 1);
        boolean arithmetic = operator.matches(
                "(relaxed_)?(add|sub|mul|div|min|max|n?madd)|sqrt|ceil|floor|trunc|nearest" + "|demote.*|promote.*");
        return !name.startsWith("f") || !arithmetic ? 0 : name.startsWith("f32") ? 32 : 64;
    }

    /** {@return a constant, at random} */
    static Node constant(Choice choice) {
        long low = half(choice);
        return Node.of("v128.const", List.of(low, choice.percent(30) ? low : half(choice)), List.of(V128));
    }

    /** {@return half of a vector, at random} */
    static long half(Choice choice) {
        return switch (choice.weighted(3, 3, 2, 2, 2)) {
            case 0 -> choice.i64();
            case 1 -> (choice.f32() & 0xFFFF_FFFFL) | (long) choice.f32() << 32;
            case 2 -> choice.f64();
            case 3 -> (choice.i32() & 0xFFFF_FFFFL) | (long) choice.i32() << 32;
            default -> {
                long half = 0;
                for (int i = 0; i < 8; i++) {
                    half = half << 8 | (choice.of(List.of(0, 1, 0x7F, 0x80, 0xFF, choice.below(256))) & 0xFF);
                }
                yield half;
            }
        };
    }
}
