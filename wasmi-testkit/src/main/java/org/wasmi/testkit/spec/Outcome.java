package org.wasmi.testkit.spec;

/** The outcome of a command or script. */
public enum Outcome {
    /** It ended as the script demands. */
    PASSED,
    /** It ended otherwise. */
    FAILED,
    /** It was not run, or its failure is known. */
    SKIPPED
}
