package org.wasmi.exec.internal.dispatch;

import org.wasmi.encoding.Code;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.LinkedCode;

/** The canonical words of a function, for {@code indirect}. */
final class IndirectCode extends LinkedCode {
    final int[] code;

    IndirectCode(Executor executor, Code code) {
        super(executor, code);
        this.code = code.toArray();
    }
}
