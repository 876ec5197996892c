package org.wasmi.exec.runtime;

import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.FrameShape;
import org.wasmi.encoding.InstructionEncoder;
import org.wasmi.encoding.Isa;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.error.Trap;

/**
 * What stands in for the code of the frame on top while its call is suspended. It is of no executor that runs anything,
 * so that each leaves the frame, as it does with frames of others, and needs to know nothing of suspensions.
 */
final class SuspendedCode extends LinkedCode {
    static final SuspendedCode CODE = new SuspendedCode();

    private SuspendedCode() {
        super(new Nothing(), unreachable());
    }

    private static Code unreachable() {
        InstructionEncoder encoder = Encodings.named(Encodings.WORDS).encoder();
        encoder.begin(Op.TRAP);
        encoder.operand(Trap.UNREACHABLE.code());
        return encoder.finish(new FrameShape(0, 0, 0, 0, false));
    }

    /** Runs nothing. */
    private static final class Nothing implements Executor {
        @Override
        public String name() {
            return "waiting";
        }

        @Override
        public int isaVersion() {
            return Isa.VERSION;
        }

        @Override
        public LinkedCode link(LinkRequest request) {
            throw new UnsupportedOperationException("no code is linked by this one");
        }

        @Override
        public void run(Machine machine, int base) {
            throw new IllegalStateException("the call on top is suspended");
        }
    }
}
