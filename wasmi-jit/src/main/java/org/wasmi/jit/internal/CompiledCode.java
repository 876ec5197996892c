package org.wasmi.jit.internal;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.LinkRequest;
import org.wasmi.exec.runtime.LinkedCode;
import org.wasmi.exec.runtime.Machine;

/** A function's code, compiled when it is first run. */
public final class CompiledCode extends LinkedCode {
    private final CompiledProgram program;
    private final int function;
    private final int slots;

    /** By position: code that goes on there, or nothing if that cannot be compiled. */
    private final Map<Integer, Optional<ResumedCode>> resumptions = new ConcurrentHashMap<>();

    private @Nullable Callable callable;
    private @Nullable LinkedCode interpreted;

    CompiledCode(Executor executor, LinkRequest words, CompiledProgram program, int function) {
        super(executor, words.code());
        this.program = program;
        this.function = function;
        this.slots = words.code().frame().slots();
    }

    /** {@return the function as an object, compiled now if it was not before} */
    Callable callable() {
        Callable known = callable;
        if (known == null) {
            known = program.callable(function);
            callable = known;
        }
        return known;
    }

    /** Compiles code for frames that go on at a position, unless that cannot be done. */
    void prepare(int position) {
        resumptions.computeIfAbsent(position, at -> {
            try {
                return Optional.of(new ResumedCode(this, at, program.resumption(function, at)));
            } catch (Analysis.Declined declined) {
                return Optional.empty();
            }
        });
    }

    /** {@return whether code for a position has been asked for, and is there unless it cannot be} */
    boolean isPrepared(int position) {
        return resumptions.containsKey(position);
    }

    /** {@return code for frames that go on at a position, if there is any} */
    Optional<ResumedCode> resumption(int position) {
        return resumptions.getOrDefault(position, Optional.empty());
    }

    /** Runs the frame on top of a machine, which is at the start of the code, or has it go on in the interpreter. */
    void run(Machine machine) {
        if (machine.position() != 0 || !run(machine, callable())) {
            machine.continueIn(interpreted(machine), machine.position());
        }
    }

    /** {@return whether the frame on top could be run, as an object does} */
    boolean run(Machine machine, Callable target) {
        if (!target.isCompiled()) {
            return false;
        }
        machine.refresh();
        int framePointer = machine.framePointer();
        Context context = program.context(machine);
        if (!context.canRun(framePointer, slots)) {
            return false;
        }
        context.run(target, framePointer);
        return true;
    }

    LinkedCode interpreted(Machine machine) {
        LinkedCode known = interpreted;
        if (known == null) {
            known = LinkRequest.of(machine.function()).withCode(code()).interpreted();
            interpreted = known;
        }
        return known;
    }

    /** {@return why the function is not compiled, if it is not} */
    Optional<String> declined() {
        return program.declined(function);
    }
}
