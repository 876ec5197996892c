package org.wasmi.exec.runtime;

import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.error.Backtrace;
import org.wasmi.encoding.error.GuestException;
import org.wasmi.encoding.error.GuestTrace;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;

/**
 * The state of a run: its {@linkplain Stacks stacks}, what it waits for, and its calls of host functions.
 * All executors work on it, so a function of one may call a function of another, and a run can be left between any two
 * instructions. Belongs to one store; confined to one thread at a time.
 *
 * <p>A store has one machine for calls that nest within each other, and one more for each call that can be suspended.
 * While that waits, other code stands in for that of the frame on top, of an executor that runs nothing: so executors
 * leave a machine that waits as they leave frames of others.
 */
public final class Machine extends Stacks {
    /** How many guest calls executors may nest as Java calls: as many as the stack of a thread has room for. */
    private static final int MAX_NESTED = 1_000;

    /** What {@link #callNested} and the executor that it runs take of the stack of a thread, in such calls. */
    private static final int CALL_NESTED = 4;

    private static final int NO_FRAME = -1;

    /** How many Java calls executors have nested to get here, and how many frames there were then at most. */
    private int nested;

    private int deepestNested;

    /** The first slot that no frame uses, kept while the host has control. */
    private int top;

    /**
     * The number of a frame that is there only because its function was about to be replaced when a host function threw
     * an exception; its handlers do not count.
     */
    private int replacedFrame = NO_FRAME;

    private final HostCalls hostCalls = new HostCalls();

    /** What the run waits for, if it does, and the code of the frame on top, if there is a frame. */
    private @Nullable Wait wait;

    private @Nullable FrameCode waiting;

    /** How many frames of the call that is suspended an executor has still to put here. */
    private int missing;

    /** What a run waits for. */
    private sealed interface Wait {}

    /** For fuel, which is to be taken; a part of it is owed whatever becomes of the call. */
    private record ForFuel(long due, long owed) implements Wait {}

    /** For the results of a host function, which was called at a frame pointer and perhaps by a tail call. */
    private record ForHost(HostFunctionState function, Optional<Object> request, int framePointer, boolean tail)
            implements Wait {
        ForHost asTailCall() {
            return new ForHost(function, request, framePointer, true);
        }
    }

    /**
     * Makes a machine.
     *
     * @param store whose it is
     * @param suspendable whether it is for a call that can be suspended
     */
    Machine(StoreState store, boolean suspendable) {
        super(store, suspendable);
    }

    /** {@return whose form the code of the frame on top is} */
    public Executor executor() {
        return ((LinkedCode) code()).executor();
    }

    /**
     * Takes fuel for the frame on top.
     *
     * @param amount how much, unsigned
     * @param next the position of the instruction that follows
     * @return whether to go on with that; if not, the call is suspended, and it is for the frame on top to say how to
     *     go on
     * @throws TrapException with {@link Trap#OUT_OF_FUEL} if there is less and the call cannot be suspended; with
     *     {@link Trap#INTERRUPTED} or {@link Trap#DEADLINE_EXCEEDED} if the guest is to end
     */
    public boolean consumeFuel(int amount, int next) {
        return meter.take(Integer.toUnsignedLong(amount)) || payFuel(Integer.toUnsignedLong(amount), next, 0);
    }

    /**
     * As {@link #consumeFuel(int, int)}, for a frame that an executor has nested and that can leave: if the call is
     * suspended, the executor does what {@link #callLeavable} says.
     *
     * @param unrecorded the number of guest frames above the one on top, that frame included
     */
    public boolean consumeFuel(int amount, int next, int unrecorded) {
        return meter.take(Integer.toUnsignedLong(amount)) || payFuel(Integer.toUnsignedLong(amount), next, unrecorded);
    }

    private boolean payFuel(long amount, int next, int unrecorded) {
        meter.look();
        long owed = meter.owed();
        long due = meter.due(amount);
        if (meter.pay(due)) {
            StoreObserver observer = StoreObserver.of(store);
            if (observer != null) {
                observer.looked(this, next);
            }
            return true;
        }
        if (!isSuspendable()) {
            meter.owe(owed);
            throw new TrapException(Trap.OUT_OF_FUEL);
        }
        if (unrecorded > 0) {
            reserveFrames(depth + unrecorded);
            depth += unrecorded;
            missing = unrecorded + 1;
        }
        savePosition(next);
        await(new ForFuel(due, owed));
        return false;
    }

    private void await(Wait reason) {
        wait = reason;
        if (depth > 0) { // the frame on top may be yet to come, see putFrame
            waiting = standIn(SuspendedCode.CODE);
        }
    }

    /** {@return how much fuel is missing, if the run waits for that} */
    OptionalLong missingFuel() {
        return wait instanceof ForFuel fuel ? OptionalLong.of(meter.missing(fuel.due())) : OptionalLong.empty();
    }

    /** {@return the host function whose results the run waits for, if it does} */
    Optional<HostFunctionState> awaitedFunction() {
        return wait instanceof ForHost host ? Optional.of(host.function()) : Optional.empty();
    }

    /** {@return what the host function that the run waits for has asked for, if anything} */
    Optional<Object> request() {
        return wait instanceof ForHost host ? host.request() : Optional.empty();
    }

    /**
     * Calls a host function for the frame on top, whose position must be saved. On return the results are in place.
     *
     * @param function the function
     * @param framePointer where its arguments are and its results go
     * @throws TrapException with {@link Trap#CALL_STACK_EXHAUSTED} if there is no room, and whatever the host throws
     */
    public void callHost(HostFunctionState function, int framePointer) {
        callHost(function, framePointer, function().instance());
    }

    /**
     * Calls a host function in place of the frame on top, whose position must be saved.
     *
     * @param function the function
     * @param framePointer where its arguments are
     * @throws TrapException with {@link Trap#CALL_STACK_EXHAUSTED} if there is no room, and whatever the host throws
     */
    public void tailCallHost(HostFunctionState function, int framePointer) {
        try {
            callHost(function, framePointer);
        } catch (ExceptionState thrown) {
            replacedFrame = depth - 1;
            throw thrown;
        }
        if (wait instanceof ForHost host) {
            wait = host.asTailCall();
        } else {
            returnFromTailCall(function, framePointer);
        }
    }

    private void returnFromTailCall(HostFunctionState function, int framePointer) {
        moveSlots(
                framePointer,
                framePointer(),
                function.slots(),
                function.signature().hasReferences());
        pop();
    }

    private void callHost(HostFunctionState function, int framePointer, @Nullable InstanceState caller) {
        int end = framePointer + function.slots();
        reserveSlots(end);
        boolean references = function.signature().hasReferences();
        int outerReferencesEnd = referencesEnd;
        if (references) {
            referencesEnd = Math.max(referencesEnd, end);
        }
        int outerTop = top;
        HostFrame call = hostCalls.enter(function, this);
        top = end;
        store.countHostCall();
        try {
            call.begin(function, caller, framePointer);
            serve(function, call);
            Optional<Optional<Object>> request = call.suspension();
            if (request.isPresent()) {
                await(new ForHost(function, request.get(), framePointer, false));
            } else {
                if (caller != null) {
                    store.look(); // the host may have taken long
                }
                call.moveResults();
            }
            if (references) { // of the results, those that have not been moved
                int resultsEnd = framePointer + function.signature().results().slotCount();
                clearReferences(resultsEnd, end);
                referencesEnd = Math.max(outerReferencesEnd, resultsEnd);
            }
        } finally {
            top = outerTop;
            hostCalls.leave();
        }
    }

    private void serve(HostFunctionState function, HostFrame call) {
        StoreObserver observer = StoreObserver.of(store);
        if (observer == null) {
            hostCalls.serve(function, call);
            return;
        }
        observer.calling(this, function, call);
        @Nullable Throwable thrown = null;
        try {
            hostCalls.serve(function, call);
        } catch (Throwable passing) { // whatever the host throws, checked or not
            thrown = passing;
            throw passing;
        } finally {
            observer.called(this, function, call, thrown);
        }
    }

    private void observe(Throwable thrown) {
        StoreObserver observer = StoreObserver.of(store);
        if (observer != null) {
            observer.throwing(this, thrown);
        }
    }

    /**
     * {@return how many guest calls an executor may nest as Java calls above the frame on top, without frames here} A
     * call beyond that goes through {@link #push} or {@link #callNested}, which trap if {@code StoreLimit.CALL_DEPTH}
     * is reached: so that limit is exact. At most 1,000, of which each {@link #callNested} that has not returned takes
     * a few; and 0 if calls on this machine can be suspended. Functions of which the code has handlers of exceptions
     * ({@link org.wasmi.encoding.HandlerTable}) need a frame here, where those are looked for, unless the executor asks
     * {@link Exceptions#handler}.
     */
    public int nestable() {
        return isSuspendable() ? 0 : leavable();
    }

    /**
     * {@return as {@link #nestable()}, for an executor of which the nested calls can leave, also where calls on this
     * machine can be suspended: see {@link #callLeavable}}
     */
    public int leavable() {
        return Math.max(0, Math.min(MAX_NESTED - nested, maxDepth - depth));
    }

    /**
     * Calls a function and runs it to its end, from Java calls that an executor has nested. On return the results are
     * in place, and {@link #refresh} is due.
     *
     * @param callee the function, of a guest or of the host
     * @param framePointer where its arguments are and its results go
     * @param unrecorded the number of guest frames between the one on top, whose position must be saved, and the
     *     callee's; all of the same instance as the one on top
     * @throws TrapException with {@link Trap#CALL_STACK_EXHAUSTED} if the frame exceeds a limit, and whatever the
     *     callee throws
     * @throws IllegalStateException if calls on this machine can be suspended
     */
    public void callNested(FunctionState callee, int framePointer, int unrecorded) {
        if (isSuspendable()) {
            throw new IllegalStateException("no Java calls are nested where calls can be suspended");
        }
        callLeavable(callee, framePointer, unrecorded);
    }

    /**
     * As {@link #callNested}, from Java calls that can leave, also where calls on this machine can be suspended. If the
     * call is suspended, the executor writes what its frames need to the slots, {@linkplain #putFrame puts} each of the
     * frames here that it has nested, and the one that was on top again, and returns from {@link Executor#run}.
     *
     * @return whether the callee has returned; if not, the call is suspended
     */
    public boolean callLeavable(FunctionState callee, int framePointer, int unrecorded) {
        InstanceState caller = function().instance();
        int outerDepth = depth;
        int outerNested = nested;
        int outerReferencesEnd = referencesEnd;
        int base = depth + unrecorded;
        reserveFrames(base);
        boolean completed = false;
        nested += unrecorded + CALL_NESTED;
        depth = base;
        deepestNested = Math.max(deepestNested, base);
        try {
            if (callee instanceof GuestFunction guest) {
                push(guest, framePointer);
            } else if (callee instanceof HostFunctionState host) {
                callHost(host, framePointer, caller);
            }
            runFrames(base);
            completed = true;
        } catch (StackOverflowError error) {
            forgetIncomplete(base);
            throw Backtraces.overflow(this, error, base);
        } catch (Throwable thrown) {
            observe(thrown);
            forgetIncomplete(base);
            if (isOfStore(thrown)) {
                Backtraces.keepFrames(this, base);
            } else {
                Backtraces.addFrames(this, thrown, base);
            }
            throw thrown;
        } finally {
            if (wait == null) {
                depth = outerDepth;
            }
            nested = outerNested;
            if (!completed) {
                clearReferences(framePointer, referencesEnd);
                referencesEnd = outerReferencesEnd;
            }
        }
        if (wait != null) {
            missing += unrecorded + 1;
            return false;
        }
        return true;
    }

    /**
     * As {@link #callLeavable}, of a host function that the innermost nested frame calls in its place: if the
     * call is suspended, that frame is {@linkplain #putFrame put} here as well, and returns as soon as the call goes on.
     */
    public boolean tailCallLeavable(FunctionState callee, int framePointer, int unrecorded) {
        boolean completed = callLeavable(callee, framePointer, unrecorded);
        if (!completed && wait instanceof ForHost host) {
            wait = host.asTailCall();
        }
        return completed;
    }

    /**
     * Puts a frame here that an executor has nested, or that was on top of the machine when it began to: innermost
     * first. All that the frame needs is in the slots. If the call is suspended, so is this frame if it is the
     * innermost.
     *
     * @param frame its number: {@link #depth()} minus 1 as it was in {@link Executor#run}, plus the number of frames
     *     nested above that one up to this
     * @param function whose frame it is
     * @param code what it runs from now on
     * @param position where it goes on in that
     * @param framePointer where it begins
     * @param held what {@link #heldReferences} was when the executor began to nest
     * @throws TrapException with {@link Trap#CALL_STACK_EXHAUSTED} if there is no room
     */
    public void putFrame(int frame, GuestFunction function, FrameCode code, int position, int framePointer, int held) {
        reserveFrames(frame + 1);
        reserveSlots(framePointer + (long) code.slots);
        depth = Math.max(depth, frame + 1);
        boolean suspended = wait != null && frame == depth - 1;
        if (suspended) {
            waiting = code;
        }
        missing = Math.max(0, missing - 1);
        setFrame(frame, function, suspended ? SuspendedCode.CODE : code, position, framePointer);
        if (code.references) {
            holdReferences(frame, framePointer + code.referenceSlots(), held);
        }
    }

    /**
     * If something was thrown before all frames of a call that is suspended were here: forgets them, and what it waits
     * for.
     */
    private void forgetIncomplete(int base) {
        if (missing > 0) {
            if (wait instanceof ForFuel fuel) {
                meter.owe(fuel.owed());
            }
            missing = 0;
            wait = null;
            waiting = null;
            depth = base;
        }
    }

    /**
     * Adds to the backtrace of an exception a frame that is not here: an executor does so for each of its own that the
     * exception leaves, innermost first. If a guest has thrown it, this also takes the fuel for the frame.
     *
     * @param thrown the exception, a trap or any other
     * @param function whose frame it is
     * @param code what the frame runs
     * @param position the position in that, as {@link #savePosition} has it
     */
    public void addFrame(Throwable thrown, GuestFunction function, FrameCode code, int position) {
        if (isOfStore(thrown)) {
            unwound.add(function, code, position);
        } else {
            Backtrace trace = thrown instanceof GuestException own ? own.backtrace() : GuestTrace.of(thrown);
            trace.append(Backtraces.frame(function, code, position));
        }
        if (thrown instanceof ExceptionState) {
            Unwinding.payForNested(this, function, code);
        }
    }

    /**
     * {@return the fuel that metered code may take before it has to check whether it may go on} Less than
     * 2<sup>31</sup>. Executors can keep it in a local variable: they take amounts from that, and call
     * {@link #consumeFuel} for an amount that is larger. They write it back by {@link #fuelSlice(long)} before any
     * other call on the machine, the store or the instance, and before an exception leaves, and read it again
     * afterwards.
     */
    public long fuelSlice() {
        return meter.slice();
    }

    /**
     * Sets the fuel that may still be taken without a check.
     *
     * @param left from 0 to what {@link #fuelSlice()} was
     * @throws IllegalArgumentException if it is not
     */
    public void fuelSlice(long left) {
        meter.slice(left);
    }

    /**
     * Looks whether the guest may go on, as {@link #consumeFuel} does where a slice ends, and has {@link #fuelSlice()}
     * be as much as it can; for executors that look for the fuel of several amounts at once. It is 0 if more is to be
     * paid next than code knows of.
     *
     * @throws TrapException with {@link Trap#INTERRUPTED} or {@link Trap#DEADLINE_EXCEEDED} if the guest is to end
     */
    public void renewFuelSlice() {
        meter.look();
        meter.pay(0);
    }

    /**
     * Counts frames that are not here, for statistics of the depth of calls.
     *
     * @param unrecorded how many there were above the frame on top
     */
    public void countDepth(int unrecorded) {
        deepestNested = Math.max(deepestNested, depth + unrecorded);
    }

    /** {@return how many frames there were at most since nothing ran} */
    int deepest() {
        return deepest(deepestNested);
    }

    /** Lets go of all objects of guests, when nothing runs. */
    void clear() {
        depth = 0;
        int deepest = deepest();
        store.countDepth(deepest);
        clear(deepest);
        if (wait instanceof ForFuel fuel) {
            meter.owe(fuel.owed());
        }
        deepestNested = 0;
        nested = 0;
        wait = null;
        waiting = null;
        hostCalls.clear();
    }

    /** Lets go of everything, for good. */
    void close() {
        closeStacks();
        hostCalls.close();
    }

    /** Calls a function from the host's side: copies the arguments in and, on return, the results out. */
    void call(
            FunctionState function,
            long[] arguments,
            @Nullable Object[] argumentReferences,
            long[] results,
            @Nullable Object[] resultReferences) {
        int entered = store.enter();
        try {
            int base = top;
            reserveSlots(base + (long) Math.max(arguments.length, results.length));
            System.arraycopy(arguments, 0, slots(), base, arguments.length);
            if (argumentReferences.length > 0) {
                System.arraycopy(argumentReferences, 0, references(), base, argumentReferences.length);
                referencesEnd = Math.max(referencesEnd, base + argumentReferences.length);
            }
            run(function, null);
            System.arraycopy(slots(), base, results, 0, results.length);
            System.arraycopy(references(), base, resultReferences, 0, resultReferences.length);
            // The caller may be a host function, and its caller another instance.
            clearReferences(base, base + Math.max(argumentReferences.length, resultReferences.length));
        } finally {
            store.exit(entered);
        }
    }

    /** Starts a call that can be suspended. When it has returned, its results are from slot 0 on. */
    void start(
            FunctionState function,
            long[] arguments,
            @Nullable Object[] argumentReferences,
            @Nullable InstanceState caller) {
        Signature.Group params = function.signature().params();
        reserveSlots(Math.max(params.slotCount(), function.signature().results().slotCount()));
        write(params, arguments, argumentReferences, 0);
        run(function, caller);
    }

    /** Goes on with a call that waits: with the results of the host, or to see whether there is enough fuel now. */
    void resume(long[] hostResults, @Nullable Object[] hostReferences) {
        FrameCode code = waiting;
        if (code != null) {
            standIn(code);
            waiting = null;
        }
        if (wait instanceof ForHost host) {
            wait = null;
            write(host.function().signature().results(), hostResults, hostReferences, host.framePointer());
            if (host.tail()) {
                returnFromTailCall(host.function(), host.framePointer());
            }
        }
        run(null, null);
    }

    private void write(Signature.Group group, long[] numbers, @Nullable Object[] objects, int from) {
        System.arraycopy(numbers, 0, slots(), from, group.slotCount());
        if (group.hasReferences()) {
            referencesEnd = Math.max(referencesEnd, from + group.slotCount());
            System.arraycopy(objects, 0, references(), from, group.slotCount());
        }
    }

    /** Runs the code of a constant expression and leaves its value in a global. */
    void evaluate(GuestFunction constant, GlobalState global) {
        int before = deepest();
        store.evaluating(constant.instance().program().isMetered());
        try {
            run(constant, null);
        } finally {
            store.evaluating(false);
        }
        if (before < deepest()) { // it does not count as a call
            forgetFrameAbove();
        }
        global.bits(slots()[top]);
        if (global.type().type().slots() > 1) {
            global.highBits(slots()[top + 1]);
        }
        global.reference(global.type().type().isReference() ? references()[top] : null);
        references()[top] = null;
    }

    /**
     * Runs a function from the host's side, at {@link #top}: the arguments are there, and so are the results on return.
     * On an exception the frames are gone, and a trap has got its backtrace. If the run is suspended, the frames stay.
     *
     * @param function the function, or null to go on with a run that was suspended
     * @param caller the instance in whose name the call is made, if there is one; host functions ask for it
     */
    void run(@Nullable FunctionState function, @Nullable InstanceState caller) {
        StoreObserver observer = StoreObserver.of(store);
        if (observer == null) {
            runToEnd(function, caller);
            return;
        }
        int at = function == null ? 0 : top;
        observer.entering(this, function, at);
        @Nullable Throwable ended = null;
        try {
            runToEnd(function, caller);
        } catch (Throwable thrown) { // whatever the host throws, checked or not
            ended = thrown;
            throw thrown;
        } finally {
            if (wait == null) {
                observer.left(this, function, at, ended);
            } else {
                observer.suspended(this, function, missingFuel().orElse(0));
            }
        }
    }

    private void runToEnd(@Nullable FunctionState function, @Nullable InstanceState caller) {
        int base = function == null ? 0 : depth;
        int from = function == null ? 0 : top;
        boolean completed = false;
        int nested = store.nest();
        try {
            store.look();
            if (function instanceof GuestFunction guest) {
                push(guest, top);
            } else if (function instanceof HostFunctionState host) {
                callHost(host, top, caller);
            } else if (wait instanceof ForFuel fuel) {
                wait = null;
                if (!meter.pay(fuel.due())) {
                    await(fuel);
                }
            }
            runFrames(base);
            completed = true;
        } catch (StackOverflowError error) {
            forgetIncomplete(base);
            throw Backtraces.overflow(this, error, base);
        } catch (OutOfMemoryError error) {
            if (hostCalls.haveThrown(error)) {
                Backtraces.addFrames(this, error, base);
                throw error;
            }
            clearReferences(from, referencesEnd); // which makes room for the exception
            throw Backtraces.noRoom(this, error, base);
        } catch (Throwable thrown) { // whatever the host throws, checked or not
            observe(thrown);
            forgetIncomplete(base);
            Backtraces.addFrames(this, thrown, base);
            throw thrown;
        } finally {
            if (wait == null) {
                depth = base;
                if (!completed) { // the guest that called the host, if one did, must not see what others have left
                    clearReferences(from, referencesEnd);
                }
            }
            store.unnest(nested);
        }
    }

    /** Runs the frames above a base, until they are gone or the run is suspended. */
    private void runFrames(int base) {
        while (depth > base && wait == null) {
            try {
                executor().run(this, base);
            } catch (MemoryFault fault) {
                resolve(fault);
            } catch (ExceptionState thrown) {
                int replaced = replacedFrame;
                replacedFrame = NO_FRAME;
                if (!isOfStore(thrown) || !Unwinding.unwind(this, thrown, base, replaced)) {
                    throw thrown;
                }
            } catch (ClassCastException | IndexOutOfBoundsException thrown) {
                throw hostCalls.haveThrown(thrown) ? thrown : Backtraces.mixedUp(this, thrown);
            }
        }
    }

    /** {@return whether it is an exception of a guest of this store, which others may catch} */
    boolean isOfStore(Throwable thrown) {
        return thrown instanceof ExceptionState exception
                && store.equals(exception.tag().owner());
    }

    /** Makes room in a memory, and has the frame on top go on with the instruction that wants it. */
    private void resolve(MemoryFault fault) {
        fault.resolve(function().instance());
        savePosition(code().startOfInstruction(position()));
    }
}
