package org.wasmi.exec.runtime;

/**
 * A way to run code. Providers are found by name through {@link java.util.ServiceLoader}, see {@link Executors}; a jar
 * on the module path adds one. Thread-safe: all state of a run is in the {@link Machine}.
 *
 * <p>Calls between guest functions need not nest Java calls: an executor pushes a frame and goes on with it. A frame
 * with code of another executor ({@link Machine#code}) is left to that one: {@link #run} returns as soon as such a
 * frame is on top, and the machine hands over. So executors can be mixed, and a run can stop and go on between any two
 * instructions.
 *
 * <p>An executor that nests Java calls instead, without a frame on the machine for each, counts them against {@link
 * Machine#nestable} and their slots against {@link Machine#maxSlots}, lets no {@link MemoryFault} leave them, and adds
 * their frames to the backtraces of exceptions by {@link Machine#addFrame}. What it calls otherwise goes through {@link
 * Machine#callNested}. Where calls can be suspended, it nests only frames that can leave ({@link Machine#leavable}).
 * Guests see no difference.
 */
public interface Executor {

    /** {@return the name, such as {@code switch}; ASCII letters, digits and hyphens} */
    String name();

    /**
     * {@return the version of the instruction set that this executor was built for} An implementation returns {@link
     * org.wasmi.encoding.Isa#VERSION}, of which javac makes the number that held when it was compiled. An engine
     * refuses an executor of another version than {@link org.wasmi.encoding.Isa#version}. There is no default: its
     * number would be that of this interface and not that of the implementation, so that no executor would ever seem
     * old.
     */
    int isaVersion();

    /**
     * {@return how much engines prefer this executor if their configuration chooses none, see {@link
     * Executors#preferred}} Engines never choose an executor with the preference 0, which is the default, or less. The
     * executor {@code switch} has 100, {@code tiered} of {@code wasmi-jit} has 200.
     */
    default int preference() {
        return 0;
    }

    /**
     * {@return what this executor has compiled so far, for all engines that use it} Executors that compile override
     * this.
     */
    default Compilations compilations() {
        return Compilations.NONE;
    }

    /**
     * Links code. Called at most a few times for a function, for all of its instances: linked code must not depend on
     * an instance.
     *
     * @param request the code and its place in a program
     * @return the code in the form of this executor, or of another; not null
     */
    LinkedCode link(LinkRequest request);

    /**
     * Runs the frame on top of the machine, and those it pushes, until the machine's depth is {@code base} or the frame
     * on top belongs to another executor. On every way out, exceptional ones included, the position of each frame is
     * saved in the machine. After a {@link MemoryFault} the machine calls this again to repeat the instruction.
     *
     * @param machine where the frames are
     * @param base the depth at which the run ends, less than the machine's
     * @throws org.wasmi.encoding.error.TrapException if the guest traps
     * @throws MemoryFault if an instruction wants what the array of a memory does not have
     */
    void run(Machine machine, int base);
}
