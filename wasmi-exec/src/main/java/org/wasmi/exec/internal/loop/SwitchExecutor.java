package org.wasmi.exec.internal.loop;

import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.Instructions;
import org.wasmi.exec.Executor;
import org.wasmi.exec.Executors;
import org.wasmi.exec.LinkedCode;
import org.wasmi.exec.Machine;

/** The executor that runs canonical code as it is. */
public final class SwitchExecutor implements Executor {

    /** For {@link java.util.ServiceLoader}. */
    public SwitchExecutor() {}

    @Override
    public String name() {
        return Executors.SWITCH;
    }

    @Override
    public LinkedCode link(Code code) {
        Code words = code.encoding().equals(Encodings.WORDS)
                ? code
                : Instructions.encode(Instructions.decode(code), code.frame(), Encodings.named(Encodings.WORDS));
        return new SwitchCode(this, code, words.toArray());
    }

    @Override
    public void run(Machine machine, int base) {
        SwitchLoop.run(machine, base);
    }
}
