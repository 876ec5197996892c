package org.wasmi.exec.internal.dispatch;

import org.wasmi.encoding.Code;
import org.wasmi.encoding.Isa;
import org.wasmi.exec.runtime.CodeCounter;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.LinkRequest;
import org.wasmi.exec.runtime.LinkedCode;
import org.wasmi.exec.runtime.Machine;

/** As {@link SwitchCode}, with a counter of entries and of rounds of loops. */
final class CountedCode extends LinkedCode {
    private static final Executor EXECUTOR = new Counting();

    final int[] code;
    final CodeCounter counter;

    CountedCode(Code words, CodeCounter counter) {
        super(EXECUTOR, words);
        this.code = SwitchCode.numbered(words);
        this.counter = counter;
    }

    /** Runs such code only; what it links, {@code switch} does. */
    private static final class Counting implements Executor {
        private final SwitchExecutor plain = new SwitchExecutor();

        @Override
        public String name() {
            return plain.name();
        }

        @Override
        public int isaVersion() {
            return Isa.VERSION;
        }

        @Override
        public LinkedCode link(LinkRequest request) {
            return plain.link(request);
        }

        @Override
        public void run(Machine machine, int base) {
            CountedLoop.run(machine, base);
        }
    }
}
