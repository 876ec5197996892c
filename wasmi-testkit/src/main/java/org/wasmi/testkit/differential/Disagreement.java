package org.wasmi.testkit.differential;

import org.wasmi.encoding.Disassembler;
import org.wasmi.encoding.program.Program;
import org.wasmi.testkit.arbitraries.WasmModule;
import org.wasmi.translate.Translator;

/**
 * A run that was not as the oracle says.
 *
 * @param module what was run
 * @param configuration how
 * @param difference in what it differs
 */
public record Disagreement(WasmModule module, Configuration configuration, String difference) {

    /** {@return the disagreement, the module and the code of its functions} */
    @Override
    public String toString() {
        return configuration + ": " + difference + "\n\n" + module + "\n" + disassembly();
    }

    private String disassembly() {
        StringBuilder text = new StringBuilder();
        try {
            Program program = Translator.translate(module.wasm(), configuration.options());
            for (int i = 0; i < module.functionCount(); i++) {
                text.append("func ").append(i).append('\n');
                text.append(Disassembler.disassemble(
                        program.functions().get(i).body().code()));
            }
        } catch (RuntimeException e) {
            // It may be this that the disagreement is about.
            text.append("no code: ").append(e);
        }
        return text.toString();
    }
}
