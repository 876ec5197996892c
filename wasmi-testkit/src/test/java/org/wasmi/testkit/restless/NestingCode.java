package org.wasmi.testkit.restless;

import org.wasmi.exec.runtime.LinkRequest;
import org.wasmi.exec.runtime.LinkedCode;

/** Canonical words whose calls are calls of Java, and the same for where that is not allowed. */
final class NestingCode extends LinkedCode {
    final int[] words;
    final LinkedCode interpreted;

    NestingCode(RestlessExecutor executor, LinkRequest words) {
        super(executor, words.code());
        this.words = words.code().toArray();
        this.interpreted = words.interpreted();
    }
}
