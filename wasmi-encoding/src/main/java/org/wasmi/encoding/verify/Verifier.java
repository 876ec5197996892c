package org.wasmi.encoding.verify;

import org.wasmi.encoding.program.Program;

/**
 * Proves that a program is well-formed: that its code decodes, stays within its code, its frame and the program's index
 * spaces, and refers only to what is of a fitting kind. Programs from a translator are; stored ones are verified before
 * they may run. Takes time in proportion to the program. Thread-safe.
 *
 * <p>An executor that runs a verified program never reads or writes a slot outside the frames of that program's own
 * functions and the functions they call, never leaves the code between instructions or at its end, and never looks for
 * something that does not exist. A guest can still trap, run for ever or exhaust limits. If the program is metered,
 * no guest runs for long without paying: on every path, loops and calls included, each unit of fuel is for 16
 * instructions at most, which are paid before they run, but for 8; and what works on many bytes or elements charges for
 * them just before. For large frames that are to be cleared, guests pay whatever their code says.
 *
 * <p>Not proved, because it can do no such harm:
 *
 * <ul>
 *   <li>What the bits in the numeric half of a slot mean. Any bits are a value of every type.
 *   <li>What the numeric half of a slot holds before it is first written: possibly a number that a function left there
 *   that
 *       was called before. The reference half is null then: the machine clears it, when a function is entered
 *       whose frame holds references ({@link org.wasmi.encoding.FrameShape#references}), and when it returns. So no
 *       reference reaches a function but by what it is given. That a frame holds references is proved of each function
 *       that touches any, or calls one that takes or returns any.
 *   <li>Which kind of reference is in the reference half of a slot, or in a structure or array. A program can pass off a
 *       function as an object of the host or the other way round, and access the structures and arrays of other programs
 *       that it is given as if their types were others, immutable fields included. An indirect call of what is no function
 *       traps, a host that asks for a function gets an exception instead, and an access to what is no structure or array,
 *       or to one that has no such place or other elements, is an {@link
 *       org.wasmi.encoding.error.InvalidException} when it runs. Executors check that themselves, in the classes that they have
 *       in common, so that no exception of Java's own comes from there.
 * </ul>
 *
 * <p>The methods throw {@link org.wasmi.encoding.error.MalformedException} if code does not decode, {@link
 * org.wasmi.encoding.error.InvalidException} if the program breaks a rule, and {@link
 * org.wasmi.encoding.error.ResourceException} if a
 * frame is larger than allowed. Offsets count bytes from the start of the code at fault; the exception names the
 * function,
 * or its message the part of the program.
 */
public final class Verifier {

    /** The most slots that a frame may have unless the caller says otherwise. */
    public static final int MAX_SLOTS = 1 << 21;

    private Verifier() {}

    /** Verifies a program whose frames have at most {@link #MAX_SLOTS} slots. */
    public static void verify(Program program) {
        verify(program, MAX_SLOTS);
    }

    /**
     * Verifies a program. Code that is not translated yet is translated for that.
     *
     * @param program the program
     * @param maxSlots the most slots that a frame may have
     */
    public static void verify(Program program, int maxSlots) {
        new ProgramVerifier(program, maxSlots).verify();
    }
}
