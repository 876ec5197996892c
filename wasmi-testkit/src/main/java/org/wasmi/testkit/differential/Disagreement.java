package org.wasmi.testkit.differential;

import java.util.HexFormat;
import java.util.List;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.text.Disassembler;
import org.wasmi.testkit.arbitraries.WasmModule;
import org.wasmi.translate.Translator;

/**
 * A run that differs from the oracle's.
 *
 * @param module the module
 * @param configuration the configuration in which it ran
 * @param difference the difference, as text
 * @param parties the groups of executors and the {@code oracle} that agree with each other, empty if not examined
 */
public record Disagreement(
        WasmModule module, Configuration configuration, String difference, List<List<String>> parties) {

    /** More bytes than this are not shown. */
    private static final int MAX_BYTES = 2_000;

    /** Copies the lists. */
    public Disagreement {
        parties = parties.stream().map(List::copyOf).toList();
    }

    /** {@return configuration, difference and parties, without the module} */
    public String summary() {
        return configuration + ": " + difference + Vote.text(parties);
    }

    /**
     * {@return the summary, the module and its calls as text, the code of its functions, and the binary in hexadecimal}
     * A long binary is cut.
     */
    @Override
    public String toString() {
        return summary() + "\n\n" + module + "\n" + disassembly() + "\n" + bytes() + "\n";
    }

    private String bytes() {
        byte[] wasm = module.wasm();
        int shown = Math.min(wasm.length, MAX_BYTES);
        return "wasm, " + wasm.length + " bytes"
                + (shown < wasm.length ? ", of which the first " + shown + " are" : "") + ":\n"
                + HexFormat.of().formatHex(wasm, 0, shown);
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
