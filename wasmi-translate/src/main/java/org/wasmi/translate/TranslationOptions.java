package org.wasmi.translate;

import java.util.Objects;
import org.wasmi.encoding.Encodings;
import org.wasmi.translate.binary.TranslationLimits;

/**
 * How {@link Translator} works. Immutable; change a part with its {@code with} method.
 *
 * @param mode when bodies are validated and translated
 * @param fuel whether each basic block begins with {@code consume_fuel}, for as much as the block has operators; those
 *     that only give code its structure ({@code nop}, {@code block}, {@code loop}, {@code else}, {@code end}) are free
 * @param encoding the name of the encoding of the code, see {@link Encodings}
 * @param fusion whether operators are fused into fewer instructions; without it the code is plainer and slower
 * @param limits how large the parts of a module may be
 */
public record TranslationOptions(
        TranslationMode mode, boolean fuel, String encoding, boolean fusion, TranslationLimits limits) {

    /** Lazy translation, no fuel, encoding {@code words}, fusion, default limits. */
    public static final TranslationOptions DEFAULT = new TranslationOptions(
            TranslationMode.LAZY_TRANSLATION, false, Encodings.WORDS, true, TranslationLimits.DEFAULT);

    /** Refuses nulls. */
    public TranslationOptions {
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(encoding, "encoding");
        Objects.requireNonNull(limits, "limits");
    }

    /** {@return these options with another mode} */
    public TranslationOptions withMode(TranslationMode value) {
        return new TranslationOptions(value, fuel, encoding, fusion, limits);
    }

    /** {@return these options with or without fuel} */
    public TranslationOptions withFuel(boolean value) {
        return new TranslationOptions(mode, value, encoding, fusion, limits);
    }

    /** {@return these options with another encoding} */
    public TranslationOptions withEncoding(String value) {
        return new TranslationOptions(mode, fuel, value, fusion, limits);
    }

    /** {@return these options with or without fusion} */
    public TranslationOptions withFusion(boolean value) {
        return new TranslationOptions(mode, fuel, encoding, value, limits);
    }

    /** {@return these options with other limits} */
    public TranslationOptions withLimits(TranslationLimits value) {
        return new TranslationOptions(mode, fuel, encoding, fusion, value);
    }
}
