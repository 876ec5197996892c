package org.wasmi.encoding.verify;

import org.wasmi.encoding.program.Program;

/**
 * Proves that a program is well-formed: that its code decodes, stays within its code, its frame and the program's index
 * spaces, and refers only to objects of a fitting kind. Programs from a translator are well-formed; stored programs are
 * verified before they run. Time is linear in the size of the program. Thread-safe.
 *
 * <p>An executor that runs a verified program never reads or writes a slot outside the frames of that program's own
 * functions and the functions they call, never leaves the code between instructions or at its end, and never uses an
 * index that does not exist. A guest can still trap, run for ever or exhaust limits. If the program is metered, no
 * guest runs for long without paying. On every path, loops and calls included, a unit of fuel pays for at most 16
 * instructions, and at most 8 instructions run before they are paid. An instruction that works on many bytes or
 * elements is charged for just before. The machine itself charges for large frames that it clears.
 *
 * <p>Not proved, because it cannot do such harm:
 *
 * <ul>
 *   <li>The meaning of the bits in the numeric half of a slot. Any bits are a value of every type.
 *   <li>The numeric half of a slot before it is first written: it may be a number that an earlier call left there. The
 *       reference half is null then. When a function whose frame holds references ({@link
 *       org.wasmi.encoding.FrameShape#references}) is entered, the machine clears all halves that its code may read,
 *       those of arguments that are numbers included. When it returns, the machine clears all that it may have written.
 *       So a function gets references only through its arguments, results of calls and state. The verifier proves that
 *       the frame of each function that touches references, or calls a function with references in its type, is marked
 *       so.
 *   <li>The kind of a reference in a slot, a structure or an array. A program can pass a function off as a host object,
 *       or the other way round. It can access structures and arrays that other programs give to it as if they had other
 *       types, immutable fields included. An indirect call of an object that is not a function traps, and a host that
 *       expects a function gets an exception. An access to an object that is not a structure or array, or that lacks
 *       the place or the kind of elements, ends in {@link org.wasmi.encoding.error.InvalidException} at run time.
 *       Executors check this in the classes that they share, so that no internal exception of Java comes from there.
 * </ul>
 *
 * <p>The methods throw {@link org.wasmi.encoding.error.MalformedException} if code does not decode, {@link
 * org.wasmi.encoding.error.InvalidException} if the program breaks a rule, and {@link
 * org.wasmi.encoding.error.ResourceException} if a frame is larger than allowed. Offsets count bytes from the start of
 * the code at fault; the exception names the function, or its message the part of the program.
 */
public final class Verifier {

    /** The default for the maximum number of slots of a frame. */
    public static final int MAX_SLOTS = 1 << 21;

    private Verifier() {}

    /** Verifies a program whose frames have at most {@link #MAX_SLOTS} slots. */
    public static void verify(Program program) {
        verify(program, MAX_SLOTS);
    }

    /**
     * Verifies a program. Bodies that are not translated yet are translated now.
     *
     * @param program the program
     * @param maxSlots the maximum number of slots of a frame
     */
    public static void verify(Program program, int maxSlots) {
        new ProgramVerifier(program, maxSlots).verify();
    }
}
