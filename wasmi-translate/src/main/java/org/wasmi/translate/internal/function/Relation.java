package org.wasmi.translate.internal.function;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.wasmi.encoding.Format;
import org.wasmi.encoding.Op;

/**
 * A comparison operator by its name, such as {@code i32.lt_s}, taken apart so that others can be derived from it.
 *
 * @param type the type of what is compared
 * @param name how it is compared, without the sign
 * @param sign {@code _s}, {@code _u} or nothing
 */
record Relation(String type, String name, String sign) {
    private static final Map<String, String> OPPOSITES =
            Map.of("eq", "ne", "ne", "eq", "lt", "ge", "ge", "lt", "gt", "le", "le", "gt");
    private static final Map<String, String> MIRRORED =
            Map.of("eq", "eq", "ne", "ne", "lt", "gt", "gt", "lt", "le", "ge", "ge", "le");

    /** An instruction for a relation, and whether it takes the operands in the opposite order. */
    record Match(Op op, boolean swaps) {}

    /** {@return the relation that an operator computes, if it is one} */
    static Optional<Relation> of(String operator) {
        int dot = operator.indexOf('.');
        int end = operator.endsWith("_s") || operator.endsWith("_u") ? operator.length() - 2 : operator.length();
        if (dot < 0 || !OPPOSITES.containsKey(operator.substring(dot + 1, end))) {
            return Optional.empty();
        }
        return Optional.of(
                new Relation(operator.substring(0, dot), operator.substring(dot + 1, end), operator.substring(end)));
    }

    /** {@return whether floats are compared, so that all but {@code ne} fail to hold for NaN} */
    boolean comparesFloats() {
        return type.startsWith("f");
    }

    /** {@return the relation of the same operands that holds just when this one does not, unless NaN is among them} */
    Relation opposite() {
        return new Relation(type, Objects.requireNonNull(OPPOSITES.get(name)), sign);
    }

    /** {@return the relation that holds for operands in the opposite order} */
    Relation mirrored() {
        return new Relation(type, Objects.requireNonNull(MIRRORED.get(name)), sign);
    }

    /** {@return the relation that holds just when this one does not, if one exists for the type} */
    Optional<Relation> negation() {
        return comparesFloats() && !name.equals("eq") && !name.equals("ne")
                ? Optional.empty()
                : Optional.of(opposite());
    }

    /** {@return the relation that holds if this one fails to hold, NaN included; only branches exist for it} */
    Relation failing() {
        return new Relation(type, "not_" + name, sign);
    }

    /** {@return the operator, such as {@code i32.lt_s}} */
    String operator() {
        return type + "." + name + sign;
    }

    /** {@return the instruction of a format that computes the relation, of slots in either order if need be} */
    Optional<Match> find(Format format) {
        Optional<Match> found = Op.find(operator(), format).map(op -> new Match(op, false));
        boolean ofSlots =
                MIRRORED.containsKey(name) && format != Format.RSI && format != Format.BSI && format != Format.RSSSI;
        return found.isPresent() || !ofSlots
                ? found
                : Op.find(mirrored().operator(), format).map(op -> new Match(op, true));
    }
}
