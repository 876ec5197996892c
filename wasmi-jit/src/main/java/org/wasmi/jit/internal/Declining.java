package org.wasmi.jit.internal;

import java.util.Optional;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.InstructionDecoder;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.type.FuncType;

/** Which functions stay in the interpreter. */
final class Declining {
    private Declining() {}

    /** {@return why a function is not compiled, as far as that shows without looking closely} */
    static Optional<String> reason(Code code, FuncType type, int function) {
        if (Signature.of(type) == null) {
            return Optional.of("more parameters than methods take");
        }
        InstructionDecoder decoder = Encodings.decoder(code);
        while (decoder.next()) {
            Op op = decoder.op();
            Optional<String> declined = Lowering.reason(op);
            if (declined.isPresent()) {
                return declined;
            }
            if (op == Op.RETURN_CALL && decoder.operand(0) != function) {
                return Optional.of("tail calls of other functions");
            }
        }
        return Optional.empty();
    }
}
