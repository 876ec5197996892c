package org.wasmi.exec.internal.dispatch;

import org.wasmi.encoding.Code;
import org.wasmi.exec.Executor;
import org.wasmi.exec.LinkedCode;

/** The canonical words of a function, for {@code switch}. */
final class SwitchCode extends LinkedCode {
    final int[] code;

    SwitchCode(Executor executor, Code code) {
        super(executor, code);
        this.code = code.toArray();
    }
}
