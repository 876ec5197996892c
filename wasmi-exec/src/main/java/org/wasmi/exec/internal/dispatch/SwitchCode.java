package org.wasmi.exec.internal.dispatch;

import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.InstructionDecoder;
import org.wasmi.encoding.Op;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.LinkedCode;

/** The canonical words of a function, for {@code switch}, with {@link DispatchNumbers} in place of codes. */
final class SwitchCode extends LinkedCode {
    final int[] code;

    SwitchCode(Executor executor, Code words) {
        super(executor, words);
        code = numbered(words);
    }

    /** {@return canonical words with the numbers of the loop in place of codes, and what shuffles need behind them} */
    static int[] numbered(Code words) {
        int[] code = words.toArray();
        Shuffles shuffles = new Shuffles(code);
        InstructionDecoder decoder = Encodings.decoder(words);
        while (decoder.next()) {
            code[decoder.position()] = DispatchNumbers.of(decoder.op());
            if (decoder.op() == Op.I8X16_SHUFFLE) {
                shuffles.link(decoder.position());
            }
        }
        return shuffles.code();
    }
}
