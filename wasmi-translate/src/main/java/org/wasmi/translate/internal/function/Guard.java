package org.wasmi.translate.internal.function;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.wasmi.encoding.HandlerTable;
import org.wasmi.encoding.Label;

/**
 * The code of a block whose exceptions are caught: from where it begins to where it ends, but for ranges in it that
 * delegate their exceptions to a block further out. Reused for other blocks at the same depth.
 */
final class Guard {
    private boolean open;
    private Label from = Target.NO_LABEL;

    private final List<Range> excluded = new ArrayList<>();

    /** What is guarded, once it has ended. */
    private final List<Range> ranges = new ArrayList<>();

    /** What {@code try_table} catches. */
    private final List<Handler> handlers = new ArrayList<>();

    /** Instructions from a label to before another. */
    private record Range(Label from, Label to) {

        /** Labels of ranges are bound when they are made, so that their order is that of the code. */
        static final Comparator<Range> ORDER =
                Comparator.comparingInt(range -> range.from().id());
    }

    /** What is to become of exceptions: the clause, its tag, and where code goes on with its values in which slots. */
    record Handler(HandlerTable.Clause clause, int tag, Label target, int slot) {}

    /** Forgets the block before. */
    void reset() {
        open = false;
        excluded.clear();
        ranges.clear();
        handlers.clear();
    }

    /** Begins. */
    void open(Label begin) {
        open = true;
        from = begin;
    }

    /** {@return whether the instructions that come next are guarded} */
    boolean isOpen() {
        return open;
    }

    /** Ends. */
    void close(Label end) {
        open = false;
        excluded.sort(Range.ORDER);
        Label at = from;
        for (Range each : excluded) {
            ranges.add(new Range(at, each.from));
            at = each.to;
        }
        ranges.add(new Range(at, end));
    }

    /** {@return the number of ranges that are guarded} */
    int ranges() {
        return ranges.size();
    }

    /** Leaves out what an inner block guards, which has ended: it delegates its exceptions to a block further out. */
    void exclude(Guard inner) {
        excluded.addAll(inner.ranges);
    }

    /** Adds what {@code try_table} catches, in order of its clauses. */
    void add(Handler handler) {
        handlers.add(handler);
    }

    /** {@return the number of handlers of {@code try_table}} */
    int handlers() {
        return handlers.size();
    }

    /** Writes the handlers of {@code try_table}. */
    void write(Emitter emitter) {
        for (int i = 0; i < handlers.size(); i++) {
            write(emitter, handlers.get(i));
        }
    }

    /** Writes a handler. */
    void write(Emitter emitter, Handler handler) {
        for (Range each : ranges) {
            emitter.handler(handler, each.from, each.to);
        }
    }
}
