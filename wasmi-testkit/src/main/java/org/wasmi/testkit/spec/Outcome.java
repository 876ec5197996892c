package org.wasmi.testkit.spec;

/** How a command or script ended. */
public enum Outcome {
    /** As the script demands. */
    PASSED,
    /** Otherwise. */
    FAILED,
    /** It was not run, or what came out does not count yet. */
    SKIPPED
}
