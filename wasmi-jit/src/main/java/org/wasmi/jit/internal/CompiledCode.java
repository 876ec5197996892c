package org.wasmi.jit.internal;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.LinkRequest;
import org.wasmi.exec.runtime.LinkedCode;
import org.wasmi.exec.runtime.Machine;

/** Code that is compiled when it is first run. */
public final class CompiledCode extends LinkedCode {
    private final CompiledProgram program;
    private final int function;
    final int slots;

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

    /** Runs the frame on top of a machine, or has it go on in the interpreter. */
    void run(Machine machine) {
        int framePointer = machine.framePointer();
        if (machine.position() == 0) {
            machine.refresh();
            Context context = program.context(machine);
            if (context.canRun(framePointer, slots) && callable().isCompiled()) {
                context.run(callable(), framePointer);
                return;
            }
        }
        machine.continueIn(interpreted(machine), machine.position());
    }

    private LinkedCode interpreted(Machine machine) {
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
