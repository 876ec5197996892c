package org.wasmi.exec.runtime;

import java.util.Optional;
import org.wasmi.encoding.HandlerTable;

/** What becomes of the frames of a machine when a guest throws (Wasm specification, 4.6 "throw_ref"). */
final class Unwinding {
    /** The price of a frame that is searched; a handler costs 1. Java frames of compiled code take longest. */
    private static final int FRAME_FUEL = 32;

    /** The fuel for searches between two looks at the clock, in code that is not metered, too. */
    private static final int FUEL_BETWEEN_LOOKS = 1 << 16;

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
            Optional<HandlerTable.Handler> handler = i == replaced ? Optional.empty() : handlerAt(stacks, i, thrown);
            long price = price(stacks.codeAt(i));
            searched += price;
            due += function.instance().program().isMetered() ? price : 0;
            if (handler.isPresent()) {
                stacks.meter.takeOrOwe(due);
                stacks.removeFramesAbove(i);
                enter(stacks, handler.get(), thrown);
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
        if (function.instance().program().isMetered()) {
            stacks.meter.takeOrOwe(price(code));
        }
    }

    private static long price(FrameCode code) {
        return FRAME_FUEL + (long) code.code().handlers().handlers().size();
    }

    /** {@return the first handler of a frame for where it is that catches an exception} */
    private static Optional<HandlerTable.Handler> handlerAt(Stacks stacks, int frame, ExceptionState thrown) {
        FrameCode linked = stacks.codeAt(frame);
        HandlerTable table = linked.code().handlers();
        int position = stacks.positionAt(frame);
        if (table.isEmpty() || position == 0) {
            return Optional.empty();
        }
        int within = linked.codePosition(position) - 1;
        InstanceState owner = stacks.functionAt(frame).instance();
        for (HandlerTable.Handler each : table.handlers()) {
            if (each.covers(within) && (!each.clause().hasTag() || owner.tagAt(each.tag()) == thrown.tag())) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** Has the frame on top go on at a handler, with what its clause puts into slots. */
    private static void enter(Stacks stacks, HandlerTable.Handler handler, ExceptionState exception) {
        int slot = stacks.framePointer() + handler.slot();
        if (handler.clause().hasTag()) {
            int count = exception.bits().length;
            System.arraycopy(exception.bits(), 0, stacks.slots(), slot, count);
            if (stacks.code().references) {
                System.arraycopy(exception.references(), 0, stacks.references(), slot, count);
            }
            slot += count;
        }
        if (handler.clause().hasReference()) {
            stacks.references()[slot] = exception;
        }
        stacks.savePosition(stacks.code().entryPosition(handler.target()));
    }
}
