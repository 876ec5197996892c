package org.wasmi.jit.internal;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.WeakHashMap;
import java.util.function.BooleanSupplier;
import org.wasmi.encoding.program.Program;
import org.wasmi.exec.handler.Words;
import org.wasmi.exec.runtime.Compilations;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.FrameCode;
import org.wasmi.exec.runtime.LinkRequest;
import org.wasmi.exec.runtime.LinkedCode;
import org.wasmi.exec.runtime.Machine;
import org.wasmi.exec.runtime.MemoryKind;

/** What is compiled for an executor, by program; dropped with that. Thread-safe. */
public final class Compiler {
    private final Executor executor;
    private final CompilationCounter counter = new CompilationCounter();

    /** The code of a program keeps its classes, so that they go with it. */
    private final Map<Program, WeakReference<CompiledProgram>> programs = new WeakHashMap<>();

    /** Likewise, for instances of which memory 0 is not in one array: their code is other code. */
    private final Map<Program, WeakReference<CompiledProgram>> otherPrograms = new WeakHashMap<>();

    /** Says at times that the array of a memory cannot be used, whatever it is like. */
    private final BooleanSupplier leaving;

    private final int chunkWeight;

    /** Makes a compiler for an executor. */
    public Compiler(Executor executor) {
        this(executor, () -> false);
    }

    /**
     * Makes a compiler of which frames leave at other times as well, for tests.
     *
     * @param leaving whether frames are to leave, where they may because a memory has grown; asked by all threads
     */
    public Compiler(Executor executor, BooleanSupplier leaving) {
        this(executor, leaving, ChunkSizes.CHUNK);
    }

    /**
     * Makes a compiler that cuts all functions into chunks, for tests.
     *
     * @param leaving as of {@link #Compiler(Executor, BooleanSupplier)}
     * @param chunkWeight about how many bytes a chunk has at most, below {@link ChunkSizes#CHUNK}
     */
    public Compiler(Executor executor, BooleanSupplier leaving, int chunkWeight) {
        this.executor = executor;
        this.leaving = leaving;
        this.chunkWeight = chunkWeight;
    }

    private CompiledProgram of(Program program, boolean array, boolean tiered) {
        Map<Program, WeakReference<CompiledProgram>> compiledPrograms = array ? programs : otherPrograms;
        synchronized (compiledPrograms) {
            WeakReference<CompiledProgram> known = compiledPrograms.get(program);
            CompiledProgram compiled = known == null ? null : known.get();
            if (compiled == null) {
                compiled = new CompiledProgram(program, array, tiered, leaving, counter, chunkWeight);
                compiledPrograms.put(program, new WeakReference<>(compiled));
            }
            return compiled;
        }
    }

    /** {@return what it has compiled so far} */
    public Compilations compilations() {
        return counter.total();
    }

    /** {@return code that is compiled when it is first run, or that of the interpreter where it cannot be} */
    public LinkedCode link(LinkRequest request) {
        return link(request, false);
    }

    /**
     * {@return code that can be compiled, or that of the interpreter where it cannot be}
     *
     * @param tiered whether compiled code calls functions in the interpreter that are not compiled; the same for all
     *     functions
     */
    LinkedCode link(LinkRequest request, boolean tiered) {
        LinkRequest words = request.withCode(Words.canonical(request.code()));
        OptionalInt function = request.function();
        if (function.isEmpty()) { // a constant expression, which runs once
            return words.interpreted();
        }
        Program program = request.program();
        int index = function.getAsInt();
        boolean array = request.memoryKind() == MemoryKind.ARRAY || request.memoryKind() == MemoryKind.NONE;
        if (!array && CompiledModules.find(program).isPresent()) { // which has no code for that
            return words.interpreted();
        }
        if (Signature.of(program.functionTypes().get(index)) == null) {
            new FlightRecorder(new WeakReference<>(program), counter, index, Optional.empty())
                    .declined(Signature.TOO_LONG);
            return words.interpreted();
        }
        CompiledProgram compiled = of(program, array, tiered);
        CompiledCode code = new CompiledCode(executor, words, compiled, index);
        compiled.add(index, code);
        return code;
    }

    /** Runs frames of compiled code. */
    public static void run(Machine machine, int base) {
        while (machine.depth() > base) {
            FrameCode code = machine.code();
            if (code instanceof CompiledCode compiled) {
                compiled.run(machine);
            } else if (code instanceof ResumedCode resumed) {
                resumed.run(machine);
            } else {
                return;
            }
        }
    }
}
