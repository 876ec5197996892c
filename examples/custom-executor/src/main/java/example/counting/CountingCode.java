package example.counting;

import org.wasmi.encoding.Code;
import org.wasmi.exec.Executor;
import org.wasmi.exec.LinkedCode;

/** The code of a function as this executor wants it: canonical words. */
final class CountingCode extends LinkedCode {
    final int[] words;

    CountingCode(Executor executor, Code words) {
        super(executor, words);
        this.words = words.toArray();
    }
}
