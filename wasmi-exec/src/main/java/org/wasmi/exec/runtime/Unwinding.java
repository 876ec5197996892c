package org.wasmi.exec.runtime;

import org.wasmi.encoding.HandlerTable;

/** What becomes of the frames of a machine when a guest throws (Wasm specification, 4.6 "throw_ref"). */
final class Unwinding {
    /** The price of a frame that is searched; a handler costs 1. Java frames of compiled code take longest. */
    private static final int FRAME_FUEL = 32;

    /** The fuel for searches between two looks at the clock, in code that is not metered, too. */
    private static final int FUEL_BETWEEN_LOOKS = 1 << 16;

    private static final int NONE = -1;

    private Unwinding() {}

    /**
     * Has the innermost frame that catches an exception go on at its handler, without the frames above it.
     *
     * @param stacks the frames
     * @param thrown the exception
     * @param base the first frame that counts
     * @param replaced the number of a frame whose handlers do not count, if there is one
     * @return whether there is one, from a base on; if not, all frames are still there
     */
    static boolean unwind(Stacks stacks, ExceptionState thrown, int base, int replaced) {
        long searched = 0;
        long due = 0;
        for (int i = stacks.depth - 1; i >= base; i--) {
            GuestFunction function = stacks.functionAt(i);
            HandlerTable table = stacks.codeAt(i).code().handlers();
            int handler = i == replaced ? NONE : handlerAt(stacks, i, thrown);
            long price = price(table);
            searched += price;
            due += function.instance().program().isMetered() ? price : 0;
            if (handler != NONE) {
                stacks.meter.takeOrOwe(due);
                stacks.unwound.forget();
                stacks.removeFramesAbove(i);
                enter(stacks, table.handlers().get(handler), thrown);
                return true;
            }
            if (searched > FUEL_BETWEEN_LOOKS) {
                stacks.meter.look();
                searched = 0;
            }
        }
        stacks.meter.takeOrOwe(due);
        return false;
    }

    /** Pays for a frame that an executor has nested and that an exception leaves: it is not among the frames here. */
    static void payForNested(Stacks stacks, GuestFunction function, FrameCode code) {
        pay(stacks, function.instance(), code.code().handlers());
    }

    private static void pay(Stacks stacks, InstanceState instance, HandlerTable table) {
        if (instance.program().isMetered()) {
            stacks.meter.takeOrOwe(price(table));
        }
    }

    private static long price(HandlerTable table) {
        return FRAME_FUEL + (long) table.handlers().size();
    }

    /**
     * Looks for a handler in a frame that is not on the machine; if there is one, the search is over.
     *
     * @param stacks the machine
     * @param instance that of the frame
     * @param table the handlers of its code
     * @param within a position within the instruction that threw, in the code of the table
     * @param thrown the exception
     * @return the number of the handler, or -1
     */
    static int catching(Stacks stacks, InstanceState instance, HandlerTable table, int within, ExceptionState thrown) {
        int handler = find(table, within, instance, thrown);
        if (handler != NONE) {
            pay(stacks, instance, table);
            stacks.unwound.forget();
        }
        return handler;
    }

    /** {@return the number of the first handler of a frame for where it is that catches an exception} */
    private static int handlerAt(Stacks stacks, int frame, ExceptionState thrown) {
        FrameCode linked = stacks.codeAt(frame);
        HandlerTable table = linked.code().handlers();
        int position = stacks.positionAt(frame);
        if (table.isEmpty() || position == 0) {
            return NONE;
        }
        return find(
                table,
                linked.codePosition(position) - 1,
                stacks.functionAt(frame).instance(),
                thrown);
    }

    private static int find(HandlerTable table, int within, InstanceState owner, ExceptionState thrown) {
        for (int i = 0; i < table.handlers().size(); i++) {
            HandlerTable.Handler each = table.handlers().get(i);
            if (each.covers(within) && (!each.clause().hasTag() || owner.tagAt(each.tag()) == thrown.tag())) {
                return i;
            }
        }
        return NONE;
    }

    /** Has the frame on top go on at a handler, with what its clause puts into slots. */
    private static void enter(Stacks stacks, HandlerTable.Handler handler, ExceptionState exception) {
        put(stacks, stacks.framePointer() + handler.slot(), stacks.code().references, handler.clause(), exception);
        stacks.savePosition(stacks.code().entryPosition(handler.target()));
    }

    /** Puts into slots what a clause wants of an exception. */
    static void put(
            Stacks stacks, int first, boolean references, HandlerTable.Clause clause, ExceptionState exception) {
        int slot = first;
        if (clause.hasTag()) {
            int count = exception.bits().length;
            System.arraycopy(exception.bits(), 0, stacks.slots(), slot, count);
            if (references) {
                System.arraycopy(exception.references(), 0, stacks.references(), slot, count);
            }
            slot += count;
        }
        if (clause.hasReference()) {
            stacks.references()[slot] = exception;
        }
    }
}
