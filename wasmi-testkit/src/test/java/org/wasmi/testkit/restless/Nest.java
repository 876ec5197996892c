package org.wasmi.testkit.restless;

import org.wasmi.encoding.Op;
import org.wasmi.exec.handler.Handler;
import org.wasmi.exec.runtime.Calls;
import org.wasmi.exec.runtime.FunctionState;
import org.wasmi.exec.runtime.GuestFunction;
import org.wasmi.exec.runtime.Machine;
import org.wasmi.exec.runtime.MemoryFault;
import org.wasmi.exec.runtime.StoreAccess;

/**
 * Runs one frame of the machine, and above it frames that exist on the Java stack alone, each with its slots in an
 * array. So does compiled code, which has them in locals.
 */
final class Nest {
    private static final Op[] OPS = new Op[Op.count()];
    private static final Handler[] HANDLERS = new Handler[Op.count()];

    static {
        for (Op op : Op.values()) {
            OPS[op.code()] = op;
            HANDLERS[op.code()] = Handler.of(op);
        }
    }

    private final RestlessExecutor executor;
    private final Machine machine;
    private final int nestable;

    /** The fuel that may be taken, while it is here and not on the machine. */
    private long fuel;

    private boolean hasFuel;

    Nest(RestlessExecutor executor, Machine machine) {
        this.executor = executor;
        this.machine = machine;
        this.nestable = machine.nestable();
    }

    /** A frame; the one with level 0 is on the machine as well. */
    private static final class Frame {
        final GuestFunction function;
        final NestingCode code;
        final long[] slots;
        final int framePointer;
        final int level;
        int position;

        /** Whether a tail call has replaced it. */
        boolean gone;

        Frame(GuestFunction function, NestingCode code, int framePointer, int level) {
            this.function = function;
            this.code = code;
            this.slots = new long[code.code().frame().slots()];
            this.framePointer = framePointer;
            this.level = level;
        }
    }

    /** Runs the frame on top, until it has returned or goes on in other code. */
    void run(NestingCode code) {
        Frame frame = new Frame(machine.function(), code, machine.framePointer(), 0);
        frame.position = machine.position();
        System.arraycopy(machine.slots(), frame.framePointer, frame.slots, 0, frame.slots.length);
        execute(frame);
    }

    /** {@return the frame that has returned, with its results: not the same if there were tail calls} */
    private Frame execute(Frame first) {
        Frame frame = first;
        try {
            for (; ; ) {
                int[] words = frame.code.words;
                int at = frame.position;
                Op op = OPS[words[at]];
                switch (op) {
                    case CONSUME_FUEL -> {
                        pay(words[at + 1], at + 2);
                        frame.position = at + 2;
                    }
                    case CALL, CALL_IMPORT -> {
                        call(frame, StoreAccess.functionAt(frame.function.instance(), words[at + 1]), words[at + 2]);
                        frame.position = at + 3;
                    }
                    case CALL_INDIRECT -> {
                        call(frame, indirect(frame, at), words[at + 4]);
                        frame.position = at + 5;
                    }
                    case RETURN_CALL, RETURN_CALL_IMPORT -> {
                        frame = tailCall(
                                frame, StoreAccess.functionAt(frame.function.instance(), words[at + 1]), words[at + 2]);
                        if (frame.gone) {
                            return frame;
                        }
                    }
                    case RETURN_CALL_INDIRECT -> {
                        frame = tailCall(frame, indirect(frame, at), words[at + 4]);
                        if (frame.gone) {
                            return frame;
                        }
                    }
                    case RETURN, RETURN_S, RETURN_I, RETURN_SPAN -> {
                        returnFrom(frame, op, words, at);
                        return frame;
                    }
                    default -> {
                        if (!straight(frame, op, words, at)) {
                            return frame;
                        }
                    }
                }
            }
        } catch (Throwable thrown) {
            giveFuelBack();
            if (frame.level == 0) {
                machine.savePosition(frame.position + 1);
            } else if (!frame.gone) {
                machine.addFrame(thrown, frame.function, frame.code, frame.position + 1);
            }
            throw thrown;
        }
    }

    /** Executes what is no call and no return. {@return whether this frame goes on here} */
    private boolean straight(Frame frame, Op op, int[] words, int at) {
        if (!op.isPure()) {
            giveFuelBack();
        }
        if (op.kind() == Op.Kind.THROW) { // reads what it throws from the machine, as calls do
            machine.reserveSlots(frame.framePointer + (long) frame.slots.length);
            System.arraycopy(frame.slots, 0, machine.slots(), frame.framePointer, frame.slots.length);
            HANDLERS[op.code()].execute(machine, words, at, machine.slots(), frame.framePointer);
        }
        int next;
        try {
            next = HANDLERS[op.code()].execute(machine, words, at, frame.slots, 0);
        } catch (MemoryFault fault) {
            giveFuelBack();
            fault.resolve(frame.function.instance());
            machine.refresh();
            return true;
        }
        if (op == Op.MEMORY_GROW) {
            machine.refresh();
        }
        frame.position = next;
        if (next <= at && frame.level == 0 && executor.leave(machine, next)) {
            giveFuelBack();
            System.arraycopy(frame.slots, 0, machine.slots(), frame.framePointer, frame.slots.length);
            return false;
        }
        return true;
    }

    private void pay(int amount, int next) {
        if (!hasFuel) {
            fuel = machine.fuelSlice();
            hasFuel = true;
        }
        long due = Integer.toUnsignedLong(amount);
        if (due <= fuel) {
            fuel -= due;
        } else {
            giveFuelBack();
            if (!machine.consumeFuel(amount, next)) {
                throw new AssertionError("nothing is nested where calls can be suspended");
            }
        }
    }

    private void giveFuelBack() {
        if (hasFuel) {
            hasFuel = false;
            machine.fuelSlice(fuel);
        }
    }

    private FunctionState indirect(Frame frame, int at) {
        int[] words = frame.code.words;
        return Calls.indirect(
                frame.function.instance(), words[at + 1], words[at + 2], (int) frame.slots[words[at + 3]]);
    }

    /** {@return a frame above another one, if the callee can be nested} */
    private Frame nested(FunctionState callee, Frame frame, int from, int framePointer, int level) {
        giveFuelBack();
        if (!(callee instanceof GuestFunction guest) || guest.instance() != frame.function.instance()) {
            return frame;
        }
        executor.disturb(guest);
        if (level > nestable || !(Calls.codeOf(guest) instanceof NestingCode code)) {
            return frame;
        }
        if (framePointer + (long) code.code().frame().slots() > machine.maxSlots()) {
            return frame;
        }
        Frame above = new Frame(guest, code, framePointer, level);
        System.arraycopy(frame.slots, from, above.slots, 0, code.code().frame().params());
        machine.payFrame(code);
        executor.nestedCalls.incrementAndGet();
        return above;
    }

    private void call(Frame frame, FunctionState callee, int at) {
        int framePointer = frame.framePointer + at;
        if (frame.level == 0) {
            machine.savePosition(frame.position + 1);
        }
        int results = Math.min(callee.type().resultSlots(), frame.slots.length - at);
        Frame above = nested(callee, frame, at, framePointer, frame.level + 1);
        if (above != frame) {
            Frame last = execute(above);
            if (last.gone) {
                System.arraycopy(machine.slots(), framePointer, frame.slots, at, results);
            } else {
                System.arraycopy(last.slots, 0, frame.slots, at, results);
            }
        } else {
            pass(frame, at, callee, framePointer);
            machine.callNested(callee, framePointer, frame.level);
            machine.refresh();
            System.arraycopy(machine.slots(), framePointer, frame.slots, at, results);
        }
    }

    private void pass(Frame frame, int from, FunctionState callee, int framePointer) {
        int params = callee.type().paramSlots();
        machine.reserveSlots(framePointer + (long) params);
        System.arraycopy(frame.slots, from, machine.slots(), framePointer, params);
    }

    /**
     * {@return the frame that goes on in place of one; or that one, gone, if the callee has returned or goes on
     * elsewhere}
     */
    private Frame tailCall(Frame frame, FunctionState callee, int at) {
        if (frame.level == 0) {
            giveFuelBack();
            pass(frame, at, callee, frame.framePointer + at);
            machine.savePosition(frame.position + 1);
            Calls.tailCall(machine, callee, frame.framePointer + at);
            frame.gone = true;
            return frame;
        }
        Frame above = nested(callee, frame, at, frame.framePointer, frame.level);
        if (above != frame) {
            return above;
        }
        if (callee instanceof GuestFunction guest) {
            machine.reserveSlots(frame.framePointer
                    + (long) Calls.codeOf(guest).code().frame().slots());
            pass(frame, at, callee, frame.framePointer);
            frame.gone = true;
            machine.callNested(callee, frame.framePointer, frame.level - 1);
        } else {
            pass(frame, at, callee, frame.framePointer);
            machine.callNested(callee, frame.framePointer, frame.level);
            frame.gone = true;
        }
        machine.refresh();
        return frame;
    }

    /** Leaves the results at the beginning of the frame. */
    private void returnFrom(Frame frame, Op op, int[] words, int at) {
        switch (op) {
            case RETURN_S -> frame.slots[0] = frame.slots[words[at + 1]];
            case RETURN_I -> frame.slots[0] = words[at + 1];
            case RETURN_SPAN -> System.arraycopy(frame.slots, words[at + 1], frame.slots, 0, words[at + 2]);
            default -> {}
        }
        if (frame.level == 0) {
            giveFuelBack();
            int results = frame.code.code().frame().results();
            System.arraycopy(frame.slots, 0, machine.slots(), frame.framePointer, results);
            machine.pop();
        }
    }
}
