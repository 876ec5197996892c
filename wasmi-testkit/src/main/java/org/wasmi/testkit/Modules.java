package org.wasmi.testkit;

import org.wasmi.encoding.program.Program;
import org.wasmi.text.Wat;
import org.wasmi.translate.TranslationOptions;
import org.wasmi.translate.Translator;

/** Programs from modules in the text format, for tests that say what they run. Thread-safe. */
public final class Modules {
    private Modules() {}

    /**
     * Translates a module with {@link TranslationOptions#DEFAULT}.
     *
     * @param text a module in the text format, or the fields of one
     * @return the program
     * @throws org.wasmi.text.TextException if the text is malformed
     * @throws org.wasmi.encoding.error.InvalidException if the module is invalid
     */
    public static Program fromText(CharSequence text) {
        return fromText(text, TranslationOptions.DEFAULT);
    }

    /**
     * Translates a module.
     *
     * @param text a module in the text format, or the fields of one
     * @param options how to translate it
     * @return the program
     * @throws org.wasmi.text.TextException if the text is malformed
     * @throws org.wasmi.encoding.error.InvalidException if the module is invalid
     */
    public static Program fromText(CharSequence text, TranslationOptions options) {
        return Translator.translate(Wat.parse(text), options);
    }
}
