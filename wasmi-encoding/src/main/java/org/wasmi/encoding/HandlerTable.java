package org.wasmi.encoding;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.IntUnaryOperator;

/**
 * The exception handlers of a function's code (Wasm specification, 2.4.8 and 4.4.9). Each has a range of instructions,
 * a clause and a target. An exception is caught by the first handler whose range contains the throwing instruction and
 * whose clause matches; so handlers of inner blocks come before those of outer blocks. Handlers cost nothing unless an
 * exception is thrown. Immutable.
 */
public final class HandlerTable implements Comparable<HandlerTable> {

    /** The table without handlers. */
    public static final HandlerTable EMPTY = new HandlerTable(List.of());

    private static final Comparator<Handler> ORDER = Comparator.comparingInt(Handler::from)
            .thenComparingInt(Handler::to)
            .thenComparing(Handler::clause)
            .thenComparingInt(Handler::tag)
            .thenComparingInt(Handler::target)
            .thenComparingInt(Handler::slot);

    private final List<Handler> handlers;

    private HandlerTable(List<Handler> handlers) {
        this.handlers = handlers;
    }

    /** {@return a table of handlers, in the order in which they are tried} */
    public static HandlerTable of(List<Handler> handlers) {
        return handlers.isEmpty() ? EMPTY : new HandlerTable(List.copyOf(handlers));
    }

    /** The exceptions that a handler catches, and the values that it writes to slots. */
    public enum Clause {
        /** Catches exceptions with a tag; writes the values that they carry. */
        CATCH("catch"),
        /** Catches exceptions with a tag; writes the values that they carry, then the exception. */
        CATCH_REF("catch_ref"),
        /** Catches all exceptions; writes nothing. */
        CATCH_ALL("catch_all"),
        /** Catches all exceptions; writes the exception. */
        CATCH_ALL_REF("catch_all_ref");

        private final String text;

        Clause(String text) {
            this.text = text;
        }

        /** {@return whether it catches only exceptions with a tag, and writes the values that they carry to slots} */
        public boolean hasTag() {
            return this == CATCH || this == CATCH_REF;
        }

        /** {@return whether it writes the exception to a slot} */
        public boolean hasReference() {
            return this == CATCH_REF || this == CATCH_ALL_REF;
        }

        /** {@return the keyword of the text format} */
        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * One handler. Positions are in units of the encoding.
     *
     * @param from the position of the first instruction of the range
     * @param to the position of the first instruction behind the range, or the end of the code
     * @param clause the kind of exceptions that it catches
     * @param tag the index of the tag, or 0 if the clause has none
     * @param target the position at which execution continues
     * @param slot the first of the slots that the clause writes to, or 0 if it writes nothing
     */
    public record Handler(int from, int to, Clause clause, int tag, int target, int slot) {

        /**
         * Checks that the numbers are consistent.
         *
         * @throws IllegalArgumentException if the range is empty, a number is negative, or a number is set that the
         *     clause does not use
         */
        public Handler {
            Objects.requireNonNull(clause, "clause");
            if (from < 0 || to <= from || target < 0 || slot < 0 || tag < 0) {
                throw new IllegalArgumentException("a handler from " + from + " to " + to + " with tag " + tag
                        + ", target " + target + " and slot " + slot);
            }
            if ((!clause.hasTag() && tag != 0) || (clause == Clause.CATCH_ALL && slot != 0)) {
                throw new IllegalArgumentException(clause + " with tag " + tag + " and slot " + slot);
            }
        }

        /** {@return whether an instruction that begins at a position is in the range} */
        public boolean covers(int position) {
            return from <= position && position < to;
        }
    }

    /** {@return the handlers, in the order in which they are tried} */
    public List<Handler> handlers() {
        return handlers;
    }

    /** {@return whether there are no handlers} */
    public boolean isEmpty() {
        return handlers.isEmpty();
    }

    /** {@return the same handlers with each position mapped to another one} */
    public HandlerTable withPositions(IntUnaryOperator change) {
        return of(handlers.stream()
                .map(each -> new Handler(
                        change.applyAsInt(each.from()),
                        change.applyAsInt(each.to()),
                        each.clause(),
                        each.tag(),
                        change.applyAsInt(each.target()),
                        each.slot()))
                .toList());
    }

    /** {@return whether the handlers are equal, in the same order} */
    @Override
    public boolean equals(Object other) {
        return other instanceof HandlerTable that && handlers.equals(that.handlers);
    }

    @Override
    public int hashCode() {
        return handlers.hashCode();
    }

    /**
     * Orders tables by their number of handlers, then by the handlers. Consistent with equality; the order has no other
     * meaning.
     */
    @Override
    public int compareTo(HandlerTable other) {
        int order = Integer.compare(handlers.size(), other.handlers.size());
        Iterator<Handler> others = other.handlers.iterator();
        for (Iterator<Handler> own = handlers.iterator(); order == 0 && own.hasNext(); ) {
            order = ORDER.compare(own.next(), others.next());
        }
        return order;
    }

    @Override
    public String toString() {
        return "HandlerTable" + handlers;
    }
}
