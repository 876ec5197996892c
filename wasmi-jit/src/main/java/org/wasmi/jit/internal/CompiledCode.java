package org.wasmi.jit.internal;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.wasmi.exec.runtime.CodeCounter;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.GuestFunction;
import org.wasmi.exec.runtime.LinkRequest;
import org.wasmi.exec.runtime.LinkedCode;
import org.wasmi.exec.runtime.Machine;

/** A function's code, compiled when it is first run. */
public final class CompiledCode extends LinkedCode {
    private final CompiledProgram program;
    private final int function;
    private final int slots;

    /** Code that goes on at a position, or nothing if that cannot be compiled. */
    private final Map<Place, Optional<ResumedCode>> resumptions = new ConcurrentHashMap<>();

    private final @Nullable Callable[] callables = new @Nullable Callable[Form.COUNT];
    private @Nullable LinkedCode interpreted;
    private @Nullable LinkedCode counted;

    /** Where frames go on, and in what form. */
    private record Place(Form form, int position) {}

    CompiledCode(Executor executor, LinkRequest words, CompiledProgram program, int function) {
        super(executor, words.code());
        this.program = program;
        this.function = function;
        this.slots = words.code().frame().slots();
    }

    /** {@return the function as an object, compiled now if it was not before} */
    Callable callable(Form form) {
        Callable known = callables[form.number];
        if (known == null) {
            known = program.callable(form, function);
            callables[form.number] = known;
        }
        return known;
    }

    /** {@return the form of code for the frame on top of a machine} */
    Form formOn(Machine machine) {
        return program.formOn(machine);
    }

    /** Says that the function will soon be compiled. */
    void setWarm() {
        program.hotness().warm(function);
    }

    /** {@return whether the program was compiled before it ran} */
    boolean isAheadOfTime() {
        return program.isAheadOfTime();
    }

    /** Compiles code for frames that go on at a position, unless that cannot be done. */
    void prepare(Form form, int position) {
        resumptions.computeIfAbsent(new Place(form, position), place -> {
            try {
                return Optional.of(new ResumedCode(this, form, position, program.resumption(form, function, position)));
            } catch (Analysis.Declined declined) {
                return Optional.empty();
            }
        });
    }

    /** {@return whether code for a position has been asked for, and is there unless it cannot be} */
    boolean isPrepared(Form form, int position) {
        return resumptions.containsKey(new Place(form, position));
    }

    /** {@return code for frames that go on at a position, if there is any} */
    Optional<ResumedCode> resumption(Form form, int position) {
        return resumptions.getOrDefault(new Place(form, position), Optional.empty());
    }

    /** Runs the frame on top of a machine, which is at the start of the code, or has it go on in the interpreter. */
    void run(Machine machine) {
        if (machine.position() != 0 || !run(machine, Optional.empty())) {
            machine.continueIn(interpreted(machine), machine.position());
        }
    }

    /**
     * {@return whether the frame on top could be run}
     *
     * @param resumed what goes on where the frame is; if there is nothing, it is at the start
     */
    boolean run(Machine machine, Optional<ResumedCode> resumed) {
        machine.refresh();
        int framePointer = machine.framePointer();
        Context context = program.context(machine);
        Form form = context.runnable(framePointer, slots);
        if (form == null) {
            return false;
        }
        Callable target = resumed.isPresent() ? resumed.get().callable() : callable(form);
        if (!target.isCompiled() || (resumed.isPresent() && resumed.get().form() != form)) {
            return false;
        }
        context.run(target, form, framePointer);
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

    /** {@return the form of the interpreter in which frames go on that leave: it counts, to come back} */
    LinkedCode counted(GuestFunction frame) {
        LinkedCode known = counted;
        return known != null ? known : count(LinkRequest.of(frame).withCode(code()), new Returning(this));
    }

    /** {@return the form of the interpreter that counts} Frames that leave go on in that from now on. */
    LinkedCode count(LinkRequest words, CodeCounter counter) {
        LinkedCode added = words.interpreted(counter);
        counted = added;
        return added;
    }

    /** {@return why the function is not compiled, if it is not} */
    Optional<String> declined() {
        return program.declined(function);
    }
}
