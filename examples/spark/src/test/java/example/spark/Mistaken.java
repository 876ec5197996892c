package example.spark;

import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.InstructionDecoder;
import org.wasmi.encoding.Isa;
import org.wasmi.encoding.Op;
import org.wasmi.exec.handler.Words;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.LinkRequest;
import org.wasmi.exec.runtime.LinkedCode;
import org.wasmi.exec.runtime.Machine;

/** An executor with a mistake: it subtracts where it should add. */
record Mistaken(Executor correct) implements Executor {
    @Override
    public String name() {
        return "mistaken";
    }

    @Override
    public int isaVersion() {
        return Isa.VERSION;
    }

    @Override
    public LinkedCode link(LinkRequest request) {
        Code code = Words.canonical(request.code());
        int[] words = code.toArray();
        InstructionDecoder decoder = Encodings.decoder(code);
        while (decoder.next()) {
            if (decoder.op() == Op.I32_ADD_SS) {
                words[decoder.position()] = Op.I32_SUB_SS.code();
            }
        }
        return correct.link(request.withCode(
                new Code(code.encoding(), words, code.length(), code.frame(), code.sources(), code.handlers())));
    }

    @Override
    public void run(Machine machine, int base) {
        correct.run(machine, base);
    }
}
