package org.wasmi.jit;

import java.util.List;
import org.wasmi.encoding.Isa;
import org.wasmi.exec.runtime.Compilations;
import org.wasmi.exec.runtime.LinkRequest;
import org.wasmi.exec.runtime.LinkedCode;
import org.wasmi.exec.runtime.Machine;
import org.wasmi.exec.runtime.NestingExecutor;
import org.wasmi.jit.internal.Compiler;
import org.wasmi.jit.internal.JavaFrames;

/** The executor {@code compiled}: compiles each function to JVM bytecode when it is first called. Thread-safe. */
public final class CompiledExecutor implements NestingExecutor {
    /** The name by which it is found. */
    public static final String NAME = "compiled";

    private final Compiler compiler = new Compiler(this);

    /** For {@link java.util.ServiceLoader}. */
    public CompiledExecutor() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int isaVersion() {
        return Isa.VERSION;
    }

    @Override
    public Compilations compilations() {
        return compiler.compilations();
    }

    @Override
    public LinkedCode link(LinkRequest request) {
        return compiler.link(request);
    }

    @Override
    public void run(Machine machine, int base) {
        Compiler.run(machine, base);
    }

    @Override
    public List<List<NestedFrame>> nestedFrames() {
        return JavaFrames.now();
    }
}
