package org.wasmi.exec.internal.loop;

import org.wasmi.encoding.Code;
import org.wasmi.exec.Executor;
import org.wasmi.exec.LinkedCode;

/** The canonical words of a function. */
final class SwitchCode extends LinkedCode {
    final int[] words;

    SwitchCode(Executor executor, Code code, int[] words) {
        super(executor, code);
        this.words = words;
    }
}
