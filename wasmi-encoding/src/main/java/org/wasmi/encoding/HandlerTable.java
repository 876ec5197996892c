package org.wasmi.encoding;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.IntUnaryOperator;

/**
 * What becomes of exceptions that are thrown in a code (Wasm specification, 2.4.8 and 4.4.9): handlers, each with a
 * range of instructions, a clause and a target. The first handler of the table whose range has the instruction that
 * throws, and whose clause catches the exception, is the one that runs: so those of inner blocks come before those of
 * outer ones. Nothing is executed for a handler as long as nothing is thrown. Immutable.
 */
public final class HandlerTable implements Comparable<HandlerTable> {

    /** The table of code that catches nothing. */
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

    /** {@return a table of handlers, in the order in which they are asked} */
    public static HandlerTable of(List<Handler> handlers) {
        return handlers.isEmpty() ? EMPTY : new HandlerTable(List.copyOf(handlers));
    }

    /** What a handler catches, and what it puts into slots. */
    public enum Clause {
        /** Exceptions with a tag; the values that they carry. */
        CATCH("catch"),
        /** Exceptions with a tag; the values that they carry, then the exception. */
        CATCH_REF("catch_ref"),
        /** All exceptions; nothing. */
        CATCH_ALL("catch_all"),
        /** All exceptions; the exception. */
        CATCH_ALL_REF("catch_all_ref");

        private final String text;

        Clause(String text) {
            this.text = text;
        }

        /** {@return whether only exceptions with a tag are caught, and what they carry is put into slots} */
        public boolean hasTag() {
            return this == CATCH || this == CATCH_REF;
        }

        /** {@return whether the exception is put into a slot} */
        public boolean hasReference() {
            return this == CATCH_REF || this == CATCH_ALL_REF;
        }

        /** {@return the word of the text format} */
        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * One handler. Positions are in units of the encoding.
     *
     * @param from where the first instruction of the range begins
     * @param to where the first instruction behind the range begins, or the end of the code
     * @param clause what it catches
     * @param tag the index of the tag, or 0 if the clause has none
     * @param target the instruction to go on at
     * @param slot the first of the slots for what the clause puts there, or 0 if that is nothing
     */
    public record Handler(int from, int to, Clause clause, int tag, int target, int slot) {

        /**
         * Checks the numbers against each other.
         *
         * @throws IllegalArgumentException if the range is empty or a number is negative, or set where the clause has
         *     no use for it
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

    /** {@return the handlers, in the order in which they are asked} */
    public List<Handler> handlers() {
        return handlers;
    }

    /** {@return whether there are none} */
    public boolean isEmpty() {
        return handlers.isEmpty();
    }

    /** {@return the same handlers with other positions, each made from the one before} */
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
     * Orders tables by their number of handlers, then by these. Consistent with equality; the order has no other
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
