package example.counting;

import org.wasmi.encoding.Code;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.LinkedCode;

/** The code of a function as this executor wants it: canonical words. */
final class CountingCode extends LinkedCode {
    final int[] words;

    CountingCode(Executor executor, Code words) {
        super(executor, words);
        this.words = words.toArray();
    }
}
