package org.wasmi.cli;

import org.wasmi.wasi.ProcExitException;

/** What the command exits with. Those above 64 follow {@code sysexits.h}, and a trap the shell's code for an abort. */
final class ExitCode {
    static final int OK = 0;
    /** Something was checked and found wrong: spec scripts failed, or executors disagree. */
    static final int FAILURE = 1;
    /** The command line makes no sense. */
    static final int USAGE = 2;
    /** The module is malformed or invalid. */
    static final int BAD_MODULE = 65;
    /** A file cannot be read. */
    static final int NO_INPUT = 66;
    /** The module imports what there is not. */
    static final int LINK = 69;
    /** A defect of wasmi. */
    static final int INTERNAL = 70;
    /** A limit of wasmi or of the machine was reached. */
    static final int LIMIT = 71;
    /** Output cannot be written. */
    static final int NO_OUTPUT = 74;
    /** The guest trapped, or threw an exception that was not caught. */
    static final int TRAP = 134;

    private static final int MOST = 255;

    private ExitCode() {}

    /** {@return what a program has exited with} Systems keep eight bits, of which a failure must not become 0. */
    static int ofGuest(ProcExitException exit) {
        return Integer.compareUnsigned(exit.exitCode(), MOST) > 0 ? MOST : exit.exitCode();
    }
}
