package org.wasmi.testkit.arbitraries;

import java.util.List;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.text.Disassembler;

/**
 * A program that was generated as bytecode, not translated from Wasm, and calls of its exports. It is metered: its
 * calls end if the store's fuel is limited. It imports a part of {@link HostModule}.
 *
 * @param program the program, in canonical code
 * @param calls the calls, in the order in which to make them on one instance
 */
public record GeneratedProgram(Program program, List<WasmModule.Call> calls) {

    /**
     * Checks whether generated code may have an instruction. Slots of references hold functions, host objects or small
     * integers, so it has none on structures, arrays and exceptions; what it throws carries numbers.
     */
    public static boolean mayHave(Op op) {
        return switch (op.kind()) {
            case STRUCT, ARRAY -> false;
            case THROW -> op == Op.THROW;
            default -> true;
        };
    }

    /** Copies the list. */
    public GeneratedProgram {
        calls = List.copyOf(calls);
    }

    /** {@return the code of the functions as text, and the calls} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < program.functions().size(); i++) {
            int index = program.functionTypes().size() - program.functions().size() + i;
            text.append("func ").append(index).append(' ');
            text.append(program.functionTypes().get(index)).append('\n');
            text.append(
                    Disassembler.disassemble(program.functions().get(i).body().code()));
        }
        calls.forEach(
                call -> text.append(call.export()).append(call.arguments()).append('\n'));
        return text.toString();
    }
}
