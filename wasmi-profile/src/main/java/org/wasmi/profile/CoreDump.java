package org.wasmi.profile;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.program.Bytes;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.exec.Value;

/**
 * The state of guests when one trapped: their frames, memories and globals. In the format of WebAssembly's tool
 * conventions (Coredump.md), which is a Wasm binary that cannot be instantiated, with the custom sections {@code core},
 * {@code coremodules}, {@code coreinstances} and {@code corestack}. {@link CoreDumper} makes them. Immutable.
 *
 * @param executable what was running
 * @param modules the names of the modules
 * @param instances the instances
 * @param threads the threads with their stacks
 * @param memories the memories of all instances
 * @param globals the values of the globals of all instances; nothing for references, which are no values outside
 */
public record CoreDump(
        String executable,
        List<String> modules,
        List<Instance> instances,
        List<ThreadStack> threads,
        List<Memory> memories,
        List<Optional<Value>> globals) {

    /**
     * An instance.
     *
     * @param module the index of its module
     * @param memories the indices of its memories in the dump, by their indices in the module
     * @param globals likewise its globals
     */
    public record Instance(int module, List<Integer> memories, List<Integer> globals) {
        /** Copies the lists. */
        public Instance {
            memories = List.copyOf(memories);
            globals = List.copyOf(globals);
        }
    }

    /**
     * A thread.
     *
     * @param name its name
     * @param frames its frames, innermost first
     */
    public record ThreadStack(String name, List<Frame> frames) {
        /** Copies the list. */
        public ThreadStack {
            Objects.requireNonNull(name, "name");
            frames = List.copyOf(frames);
        }
    }

    /**
     * A frame.
     *
     * @param instance the index of its instance
     * @param function the index of its function in the instance
     * @param codeOffset where it is, in bytes from the start of the function in the binary, or 0 if that is not known
     * @param locals the values of its parameters and other locals; nothing for what is not known, or no number
     * @param stack the values of its operands, as far as they are known
     */
    public record Frame(
            int instance, int function, int codeOffset, List<Optional<Value>> locals, List<Optional<Value>> stack) {
        /** Copies the lists. */
        public Frame {
            locals = List.copyOf(locals);
            stack = List.copyOf(stack);
        }
    }

    /**
     * A memory.
     *
     * @param type its type, of which the least size is that of the memory
     * @param parts its contents; all else is 0
     */
    public record Memory(MemoryType type, List<Part> parts) {
        /** Copies the list. */
        public Memory {
            Objects.requireNonNull(type, "type");
            parts = List.copyOf(parts);
        }
    }

    /**
     * A part of a memory.
     *
     * @param address where it begins
     * @param bytes what is there
     */
    public record Part(long address, Bytes bytes) {
        /** Checks for null. */
        public Part {
            Objects.requireNonNull(bytes, "bytes");
        }
    }

    /** Copies the lists. */
    public CoreDump {
        Objects.requireNonNull(executable, "executable");
        modules = List.copyOf(modules);
        instances = List.copyOf(instances);
        threads = List.copyOf(threads);
        memories = List.copyOf(memories);
        globals = List.copyOf(globals);
    }

    /**
     * {@return a frame with the names and lines of what was running}
     *
     * @param frame the frame
     * @param program what was running
     * @param module the binary from which that was translated
     */
    public TrapException.Frame locate(Frame frame, Program program, byte[] module) {
        List<FunctionBodies.Body> bodies = FunctionBodies.of(module);
        int defined = frame.function() - program.importCount(ExternKind.FUNC);
        boolean known = defined >= 0 && defined < bodies.size() && frame.codeOffset() > 0;
        return new TrapException.Frame(
                program.names().module(),
                frame.function(),
                program.names().function(frame.function()),
                known ? bodies.get(defined).start() + frame.codeOffset() : -1,
                program.sourceLines());
    }

    /** {@return the dump as a Wasm binary} */
    public byte[] toBytes() {
        return new CoreDumpWriter().write(this);
    }

    /** {@return whether bytes are a Wasm binary with a section {@code core}} */
    public static boolean isCoreDump(byte[] bytes) {
        return CoreDumpReader.isCoreDump(bytes);
    }

    /**
     * {@return the core dump that bytes are} Sections that the format does not have are ignored.
     *
     * @throws org.wasmi.encoding.error.MalformedException if they are none
     */
    public static CoreDump read(byte[] bytes) {
        return new CoreDumpReader(bytes).read();
    }
}
