package org.wasmi.emscripten;

import org.wasmi.encoding.program.Program;
import org.wasmi.text.Wat;
import org.wasmi.translate.Translator;

/** Small modules, written as text in the way in which Emscripten's compiler writes them. */
final class Modules {
    private Modules() {}

    static Program fromText(String text) {
        return Translator.translate(Wat.parse(text));
    }
}
