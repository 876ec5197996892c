package org.wasmi.exec.runtime;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.Isa;
import org.wasmi.encoding.ProviderException;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.CompositeType;
import org.wasmi.encoding.type.ExternType;
import org.wasmi.exec.internal.memory.SharedBudget;
import org.wasmi.exec.internal.memory.SharedBytes;
import org.wasmi.exec.internal.store.HostApi;

/**
 * What stores have in common: the executor, the types, and the linked code of programs, which is made once for each
 * function that is called. It is kept for as long as its program is reachable. The host API extends this class, and
 * nothing else can. Thread-safe.
 */
public abstract class EngineState {
    private final Executor executor;
    private final SharedBudget sharedBudget;
    private final PreparedPrograms programs;

    /**
     * Makes an engine without programs.
     *
     * @param key what the host API has
     * @param executor what runs the functions
     * @param sharedMemoryBytes the most bytes that all shared memories may have
     * @throws ProviderException if the executor was built for another version of the instruction set
     */
    protected EngineState(HostApi key, Executor executor, long sharedMemoryBytes) {
        if (executor.isaVersion() != Isa.version()) {
            throw new ProviderException("executor '" + executor.name() + "' ("
                    + executor.getClass().getName() + ") was built for version " + executor.isaVersion()
                    + " of the instruction set; this is version " + Isa.version() + ". Build it again");
        }
        this.executor = Objects.requireNonNull(executor, "executor");
        sharedBudget = new SharedBudget(sharedMemoryBytes);
        programs = new PreparedPrograms(code -> link(executor, new LinkRequest(code)));
    }

    private static FrameCode link(Executor executor, LinkRequest request) {
        @Nullable LinkedCode linked = executor.link(request);
        if (linked == null) {
            throw new ProviderException(
                    "executor '" + executor.name() + "' (" + executor.getClass().getName() + ") links code to null");
        }
        return linked;
    }

    /** {@return what runs the functions} */
    public Executor executor() {
        return executor;
    }

    /** {@return new bytes of a memory that stores share, all zero} */
    protected final SharedBytes newSharedBytes(long size) {
        return new SharedBytes(size, sharedBudget);
    }

    /** {@return the programs that it has met} */
    protected final PreparedPrograms programs() {
        return programs;
    }

    /**
     * {@return the type of functions for which no program declares one}
     *
     * @throws IllegalArgumentException if it refers to a type of a program by its index
     */
    protected final RuntimeType typeFor(CompositeType type) {
        return programs.typeFor(type);
    }

    /** {@return a type of a program} */
    protected final RuntimeType typeIn(Program program, int index) {
        return programs.prepare(program).type(index);
    }

    /** {@return a type of a program with the types of this engine in place of those that it refers to} */
    protected final ExternType closedTypeIn(Program program, ExternType type) {
        return programs.prepare(program).closed(type);
    }
}
