package org.wasmi.jit.internal;

import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.InstructionDecoder;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.exec.handler.Handler;
import org.wasmi.exec.runtime.Calls;
import org.wasmi.exec.runtime.Exceptions;
import org.wasmi.exec.runtime.FunctionState;
import org.wasmi.exec.runtime.GlobalState;
import org.wasmi.exec.runtime.GuestFunction;
import org.wasmi.exec.runtime.InstanceState;
import org.wasmi.exec.runtime.LinkedCode;
import org.wasmi.exec.runtime.Machine;
import org.wasmi.exec.runtime.MemoryFault;
import org.wasmi.exec.runtime.StoreAccess;

/**
 * What compiled code has at hand while it runs for an instance on a machine. The frame that the machine has on top is
 * at level 0; those that compiled code adds are on the Java stack alone, with their slots in locals, and where slots of
 * the machine are needed, at the places that they would have there. Confined to one thread at a time, as the machine
 * is.
 */
public final class Context {
    /** How many slots frames on the Java stack may have in all: a thread's stack has room for that. */
    private static final int MAX_JAVA_SLOTS = 1 << 14;

    /**
     * Frames of so many slots are not counted in slots, but by their levels: there is room for all that there may be.
     */
    static final int SMALL_FRAME = 8;

    /** Filled when code is compiled; handlers have no state, so two threads that fill the same entry do no harm. */
    static final @Nullable Handler[] HANDLERS = new Handler[Op.count()];

    /** The array of memory 0, as long as the memory unless the code {@linkplain Form#checks checks} addresses. */
    public byte[] memory = {};

    private static final long[] NO_SLOTS = {};

    /** The size of memory 0 in bytes. */
    public int memorySize;

    /** The slots of the machine, for a frame that knows that they have room for it. */
    public long[] slots = NO_SLOTS;

    /** What a host function has thrown and frames pass on: not to be looked at in each of them. */
    private @Nullable Throwable ofHost;

    /** That of the code that is running. */
    private Form form = Form.PLAIN;

    /** The deepest level that there may be. */
    private int maxLevel;

    /** The deepest level that there was; one that is deeper has to be counted, and perhaps cannot be. */
    public int deepest;

    /** The slot that no frame may reach, but for small ones. */
    public int maxSlots;

    /** The fuel that code may take before it has to look whether it may go on, if it is metered. */
    public int fuel;

    /**
     * The function to go on with in place of a frame that has ended in a tail call, with the arguments in the slots
     * where the frame begins; or a host function that has been called so. Whatever called the frame looks here next.
     */
    public @Nullable FunctionState tail;

    /** By function: whether nothing is to be paid for a call, in metered code. */
    public final boolean[] paid;

    /** By function and form: whether it is compiled, where code has to look. */
    public final boolean[] compiled;

    /** The instance. */
    public final InstanceState instance;

    /** Its globals. */
    public final GlobalState[] globals;

    /** Where the frames are; another one while no compiled code is running. */
    private Machine machine;

    private final CompiledProgram program;
    private final boolean metered;

    /** Whether compiled code is on the Java stack already, so that {@link #maxSlots} counts from its first frame. */
    private boolean running;

    /** The number on the machine of the frame at level 0. */
    private int firstFrame;

    /** The end of the references that frames below the first one of compiled code hold. */
    private int heldReferences;

    private @Nullable FunctionState pending;

    /** The position of the payment that failed, in the frame on top of all; 0 if none has. */
    private int failed;

    Context(Machine machine, InstanceState instance, CompiledProgram program) {
        this.machine = machine;
        this.instance = instance;
        this.program = program;
        this.metered = program.isMetered();
        this.compiled = program.hotness().compiled;
        this.globals = new GlobalState[program.globals()];
        for (int i = 0; i < globals.length; i++) {
            globals[i] = StoreAccess.globalAt(instance, i);
        }
        this.paid = new boolean[metered ? program.functions() : 0];
    }

    /** {@return whether this is what code of a program needs on a machine} If it is unused, it is from now on. */
    @SuppressWarnings("ReferenceEquality")
    boolean serve(Machine other, CompiledProgram otherProgram) {
        if (program != otherProgram || (machine != other && running)) {
            return false;
        }
        machine = other;
        return true;
    }

    /** {@return the form of the code that can run for the frame on top, or null if none can} */
    @Nullable
    Form runnable(int framePointer, int slots) {
        if (machine.leavable() <= 0 || (running && framePointer + slots > maxSlots)) {
            return null;
        }
        Form wanted = program.formOn(machine);
        return wanted.checks && program.isUnusable(instance, true) ? null : wanted;
    }

    /** Runs the frame on top, which is at its start, to its end, or until all frames that are nested here leave. */
    void run(Callable callable, Form of, int framePointer) {
        boolean outerRunning = running;
        int outerLevel = maxLevel;
        int outerDeepest = deepest;
        int outerSlots = maxSlots;
        int outerFrame = firstFrame;
        Form outerForm = form;
        form = of;
        boolean left = false;
        firstFrame = machine.depth() - 1;
        int outerReferences = heldReferences;
        deepest = 0;
        if (!running) {
            int room = machine.maxSlots() - framePointer;
            maxSlots = framePointer + Math.min(MAX_JAVA_SLOTS, room / 2);
            running = true;
        }
        maxLevel = Math.min(machine.leavable(), (machine.maxSlots() - maxSlots) / SMALL_FRAME);
        readMemory();
        heldReferences = machine.heldReferences();
        takeFuel();
        boolean completed = false;
        try {
            callable.enter(this, framePointer, 0);
            completed = true;
        } catch (Leaving leaving) {
            left = true;
            completed = true;
        } finally {
            if (!completed) {
                tail = null;
                releaseReferences(framePointer);
            }
            heldReferences = outerReferences;
            giveFuel();
            running = outerRunning;
            ofHost = null;
            if (!running) {
                slots = NO_SLOTS; // which an idle instance need not keep
            }
            machine.countDepth(firstFrame + 1 + deepest - machine.depth());
            firstFrame = outerFrame;
            form = outerForm;
            maxLevel = outerLevel;
            deepest = outerDeepest;
            maxSlots = outerSlots;
        }
        FunctionState callee = tail;
        if (callee != null) {
            tail = null;
            Calls.tailCall(machine, callee, framePointer);
        } else if (!left) {
            machine.pop();
        }
    }

    /**
     * Puts a frame that leaves on the machine. What it needs is in the slots.
     *
     * @param leaving what is thrown
     * @param level that of the frame
     * @param position where it goes on
     * @param function that of the frame
     * @param framePointer where it begins
     * @return what to throw on
     */
    public Leaving putFrame(Leaving leaving, int level, int position, int function, int framePointer) {
        GuestFunction frame = (GuestFunction) StoreAccess.functionAt(instance, function);
        LinkedCode code = program.codeAfterLeaving(function, frame);
        machine.putFrame(firstFrame + level, frame, code, position, framePointer, heldReferences);
        return leaving;
    }

    /** Takes the fuel from the machine, and sees its slots, whatever has happened there. */
    private void takeFuel() {
        slots = machine.slots();
        if (metered) {
            fuel = Math.toIntExact(machine.fuelSlice());
        }
    }

    /** Gives the fuel back to the machine, which may be asked for it from now on. */
    private void giveFuel() {
        if (metered) {
            machine.fuelSlice(fuel);
        }
    }

    /** {@return whether there is no room on the Java stack for a frame of a level} If there is, it counts. */
    public boolean isTooDeep(int level) {
        if (level > maxLevel) {
            return true;
        }
        deepest = level;
        return false;
    }

    /** {@return the slots of the machine} */
    public long[] slots() {
        return machine.slots();
    }

    /** {@return the reference halves of the slots of the machine} */
    public @Nullable Object[] references() {
        return machine.references();
    }

    /** Has the machine keep references before a slot, for which there is room. */
    public void claimReferences(int end) {
        machine.claimReferences(end);
    }

    /** Has the machine let go of all references from a slot on. */
    public void releaseReferences(int from) {
        machine.releaseReferences(from, heldReferences);
    }

    /** {@return the slots of the machine, with room for some from one on} */
    public long[] slots(int from, int count) {
        machine.reserveSlots(from + (long) count);
        slots = machine.slots();
        return slots;
    }

    /** Reads again what the machine or the host may have changed; frames leave if their code is not for that. */
    private void refresh() {
        machine.refresh();
        if (mustLeave()) {
            throw Leaving.NOW;
        }
    }

    /** {@return whether the code that is running is not for the memory, of which it sees the array now} */
    public boolean mustLeave() {
        boolean unusable = program.isUnusable(instance, form.checks);
        readMemory();
        if (unusable) {
            machine.reserveSlots(maxSlots); // or a frame would find no room when others have left already
            slots = machine.slots();
        }
        return unusable;
    }

    /**
     * Has a frame leave that is to go on at a position, with what it needs in the slots.
     *
     * @return what to throw
     */
    public Leaving leaveAt(int level, int position, int function, int framePointer) {
        return putFrame(Leaving.NOW, level, position, function, framePointer);
    }

    private void readMemory() {
        memory = StoreAccess.memoryArray(instance);
        memorySize = StoreAccess.memorySize(instance);
    }

    /** Calls a function that is not compiled, with arguments and results in slots, for a frame of a level. */
    public void call(int function, int framePointer, int level) {
        call(StoreAccess.functionAt(instance, function), framePointer, level);
    }

    /** As {@link #call(int, int, int)}, of what {@link #target} has found, for a frame of the level before. */
    public void callPending(int framePointer, int level) {
        FunctionState function = pending;
        if (function == null) {
            throw new IllegalStateException("no function to call");
        }
        pending = null;
        call(function, framePointer, level - 1);
    }

    private void call(FunctionState function, int framePointer, int level) {
        giveFuel();
        try {
            if (!machine.callLeavable(function, framePointer, level)) {
                throw Leaving.NOW;
            }
            refresh();
        } finally {
            takeFuel();
        }
    }

    /** Calls indirectly, with arguments and results in slots, for a frame of a level. */
    public void callIndirect(int type, int table, int element, int framePointer, int level) {
        call(Calls.indirect(instance, type, table, element), framePointer, level);
    }

    /** Calls what a reference refers to, with arguments and results in slots, for a frame of a level. */
    public void callReference(int type, @Nullable Object reference, int framePointer, int level) {
        call(Calls.referredTo(instance, type, reference), framePointer, level);
    }

    /**
     * Calls a function in place of a frame. If that is on the machine, so will be the callee's; if not, this does only
     * what has to happen while the frame is there, and {@link #goOnWithTailCall} the rest.
     *
     * @param function the index of the function
     * @param framePointer where the frame begins, and where the arguments are
     * @param position that of the frame
     * @param level that of the frame
     */
    public void tailCall(int function, int framePointer, int position, int level) {
        tailCall(StoreAccess.functionAt(instance, function), framePointer, position, level);
    }

    /** As {@link #tailCall(int, int, int, int)}, indirectly. */
    public void tailCall(int type, int table, int element, int framePointer, int position, int level) {
        tailCall(Calls.indirect(instance, type, table, element), framePointer, position, level);
    }

    /** As {@link #tailCall(int, int, int, int)}, of what a reference refers to. */
    public void tailCall(int type, @Nullable Object reference, int framePointer, int position, int level) {
        tailCall(Calls.referredTo(instance, type, reference), framePointer, position, level);
    }

    private void tailCall(FunctionState callee, int framePointer, int position, int level) {
        if (level == 0) {
            machine.savePosition(position);
        } else if (callee instanceof GuestFunction guest) {
            machine.reserveSlots(
                    framePointer + (long) codeOf(guest).code().frame().slots());
            slots = machine.slots();
        } else {
            giveFuel();
            try {
                if (!machine.tailCallLeavable(callee, framePointer, level)) {
                    throw Leaving.NOW;
                }
            } finally {
                takeFuel();
            }
        }
        tail = callee;
    }

    /** Goes on with the function that a frame of a level, from 1, has called in its place. */
    public void goOnWithTailCall(int framePointer, int level) {
        FunctionState callee = tail;
        tail = null;
        if (!(callee instanceof GuestFunction guest)) {
            refresh(); // the host has returned
        } else if (guest.instance() == instance && codeOf(guest) instanceof CompiledCode code) {
            code.callable(form).enter(this, framePointer, level);
        } else {
            call(guest, framePointer, level - 1);
        }
    }

    /** {@return the function that an indirect call leads to, as an object that takes its arguments} */
    public Callable target(int type, int table, int element) {
        return target(type, Calls.indirect(instance, type, table, element));
    }

    /** {@return the function that a reference refers to, as an object that takes its arguments} */
    public Callable target(int type, @Nullable Object reference) {
        return target(type, Calls.referredTo(instance, type, reference));
    }

    private Callable target(int type, FunctionState function) {
        if (function instanceof GuestFunction guest
                && guest.instance() == instance
                && codeOf(guest) instanceof CompiledCode code) {
            return code.callable(form);
        }
        pending = function;
        return program.interpreted(type);
    }

    /** {@return the code of a function, whose first call by this instance is paid for now} */
    private LinkedCode codeOf(GuestFunction function) {
        if (!metered) {
            return Calls.codeOf(function);
        }
        giveFuel();
        try {
            return Calls.codeOf(function);
        } finally {
            takeFuel();
        }
    }

    /**
     * Pays for the first call of a function by this instance, and for its frame; which is not asked for again if frames
     * of the function cost nothing.
     */
    public void pay(int function) {
        GuestFunction callee = (GuestFunction) StoreAccess.functionAt(instance, function);
        giveFuel();
        try {
            LinkedCode code = Calls.codeOf(callee);
            machine.payFrame(code);
            paid[function] = code.isFrameFree();
        } finally {
            takeFuel();
        }
    }

    /**
     * Takes fuel of which there is too little here, and looks whether there is more.
     *
     * @param left what is here
     * @param amount how much to take, unsigned
     * @param more how much there should be afterwards
     * @param next the position at which the frame goes on
     * @return what is left, or a negative number if that is less
     */
    public int consumeFuel(int left, int amount, int more, int next) {
        fuel = left;
        failed = next;
        giveFuel();
        try {
            machine.consumeFuel(amount, next);
            if (machine.fuelSlice() < more) {
                machine.renewFuelSlice();
            }
        } finally {
            takeFuel();
        }
        failed = 0;
        return fuel >= more ? fuel : -1;
    }

    /** Has a frame go on behind a {@code consume_fuel}, in code that looks each time, with its values in slots. */
    public void goOnExactly(int function, int at, int framePointer, int level) {
        program.exact(function).goOn(this, framePointer, level, program.exactEntry(function, at));
    }

    /**
     * As {@link #consumeFuel}, for a frame of a level that can leave: it does if the call is suspended.
     *
     * @param end behind the frame's last slot
     */
    public int consumeFuelOrLeave(int left, int amount, int next, int end, int level) {
        fuel = left;
        failed = next;
        giveFuel();
        try {
            machine.reserveSlots(end);
            if (!machine.consumeFuel(amount, next, level)) {
                failed = 0;
                throw Leaving.NOW;
            }
        } finally {
            takeFuel();
        }
        failed = 0;
        return fuel;
    }

    /** Executes an instruction by its handler, on a frame in the slots of the machine. */
    public void execute(int function, int at, int framePointer) {
        int[] words = program.words(function);
        Op op = Op.of(words[at]);
        Handler handler = HANDLERS[words[at]];
        if (handler == null) {
            handler = Handler.of(op);
            HANDLERS[words[at]] = handler;
        }
        giveFuel();
        try {
            for (; ; ) {
                try {
                    handler.execute(machine, words, at, machine.slots(), framePointer);
                    break;
                } catch (MemoryFault fault) {
                    fault.resolve(instance);
                    machine.refresh();
                    readMemory();
                }
            }
            if (LeavePoints.mayGrow(op)) {
                refresh();
            }
        } finally {
            takeFuel();
        }
    }

    /** {@return the exception of a trap} */
    public static TrapException trap(int code) {
        return new TrapException(Trap.of(code));
    }

    /**
     * Notes that an exception leaves a frame, and makes a trap of it where the JVM has found what is one.
     *
     * @param thrown the exception
     * @param level that of the frame
     * @param position behind the start of the instruction at fault, and not behind its end
     * @param function that of the frame
     * @param left the fuel that the frame has left, or a negative number if that is here already
     * @return what to throw
     */
    public Throwable leave(Throwable thrown, int level, int position, int function, int left) {
        if (left >= 0) {
            fuel = left;
        }
        return leave(thrown, level, position, function);
    }

    /** As {@link #leave(Throwable, int, int, int, int)}, for code that is not metered. */
    public Throwable leave(Throwable thrown, int level, int position, int function) {
        if (thrown instanceof Leaving) { // of a frame that has ended in a tail call, or is on the machine already
            return thrown;
        }
        GuestFunction frame = (GuestFunction) StoreAccess.functionAt(instance, function);
        LinkedCode code = codeFor(function, frame);
        int at = failed != 0 ? failed : position;
        failed = 0;
        Throwable trap = trapOf(thrown, code.code(), at);
        if (level == 0) {
            machine.savePosition(at);
        } else {
            giveFuel();
            try {
                machine.addFrame(trap, frame, code, at);
            } finally {
                takeFuel();
            }
        }
        return trap;
    }

    /**
     * {@return the trap that the JVM has found in a frame, or else the exception itself} What comes out of a call is a
     * host function's, since the callee's own frame would have made a trap of it.
     */
    private Throwable trapOf(Throwable thrown, Code code, int position) {
        Trap trap;
        if (thrown == ofHost) {
            return thrown;
        } else if (thrown instanceof IndexOutOfBoundsException) {
            trap = Trap.MEMORY_OUT_OF_BOUNDS;
        } else if (thrown instanceof ArithmeticException) {
            trap = Trap.INTEGER_DIVIDE_BY_ZERO;
        } else {
            return thrown;
        }
        InstructionDecoder decoder = Encodings.decoder(code);
        while (decoder.next() && decoder.end() < position) {
            // not there yet
        }
        if (decoder.op().isCall()) {
            ofHost = thrown; // which may pass many frames
            return thrown;
        }
        return new TrapException(trap);
    }

    /**
     * Looks which handler of a frame catches an exception, and puts into slots what its clause wants.
     *
     * @param thrown the exception
     * @param position behind the start of the instruction that threw, and not behind its end
     * @param function that of the frame
     * @param framePointer where it begins
     * @return the number of the handler, or -1
     */
    public int handler(Throwable thrown, int position, int function, int framePointer) {
        GuestFunction frame = (GuestFunction) StoreAccess.functionAt(instance, function);
        Code code = codeFor(function, frame).code();
        machine.reserveSlots(framePointer + (long) code.frame().slots());
        if (code.frame().references()) {
            claimReferences(framePointer + code.frame().slots());
        }
        giveFuel();
        try {
            int number = Exceptions.handler(machine, instance, code, position, framePointer, thrown);
            if (number >= 0) {
                machine.refresh();
            }
            return number;
        } finally {
            takeFuel();
        }
    }

    private LinkedCode codeFor(int function, GuestFunction guest) {
        LinkedCode known = program.code(function);
        return known != null ? known : Calls.codeOf(guest);
    }
}
