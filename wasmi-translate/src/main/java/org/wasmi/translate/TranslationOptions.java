package org.wasmi.translate;

import java.util.Objects;
import java.util.Optional;
import org.wasmi.encoding.Encodings;
import org.wasmi.translate.binary.TranslationLimits;
import org.wasmi.translate.binary.WasmFeatures;
import org.wasmi.translate.fuel.FuelCosts;

/**
 * Options of the {@link Translator}. Immutable; the {@code with} methods return changed copies.
 *
 * @param mode when bodies are validated and translated
 * @param fuel the prices in fuel, if the program is metered. Only then can a store limit its fuel, set a deadline for
 *     it or interrupt it. Code that is not metered runs without any cost for metering
 * @param encoding the name of the encoding of the code, see {@link Encodings}
 * @param fusion whether operators are fused into fewer instructions; without fusion, the code is simpler and slower
 * @param sources whether the map of the code's sources has all instructions; otherwise it has those that may trap or
 *     call, which backtraces need
 * @param limits limits on the size of a module's parts
 * @param features the features beyond WebAssembly 2.0 that a module may use
 */
public record TranslationOptions(
        TranslationMode mode,
        Optional<FuelCosts> fuel,
        String encoding,
        boolean fusion,
        boolean sources,
        TranslationLimits limits,
        WasmFeatures features) {

    /** Lazy translation, not metered, encoding {@code words}, fusion, default limits, default features. */
    public static final TranslationOptions DEFAULT = new TranslationOptions(
            TranslationMode.LAZY_TRANSLATION,
            Optional.empty(),
            Encodings.WORDS,
            true,
            false,
            TranslationLimits.DEFAULT,
            WasmFeatures.DEFAULT);

    /** For untrusted modules: as {@link #DEFAULT}, but metered, and with strict limits. */
    public static final TranslationOptions UNTRUSTED = DEFAULT.withFuel(true).withLimits(TranslationLimits.STRICT);

    /** For debuggers: as {@link #DEFAULT}, but each operator has instructions of its own, of which the source is known. */
    public static final TranslationOptions DEBUGGING = DEFAULT.withFusion(false).withSources(true);

    /** Checks for nulls. */
    public TranslationOptions {
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(fuel, "fuel");
        Objects.requireNonNull(encoding, "encoding");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(features, "features");
    }

    /** {@return these options with another mode} */
    public TranslationOptions withMode(TranslationMode value) {
        return new TranslationOptions(value, fuel, encoding, fusion, sources, limits, features);
    }

    /** {@return these options with {@link FuelCosts#DEFAULT}, or without fuel} */
    public TranslationOptions withFuel(boolean metered) {
        return withFuel(metered ? Optional.of(FuelCosts.DEFAULT) : Optional.empty());
    }

    /** {@return these options with fuel at other prices} */
    public TranslationOptions withFuel(FuelCosts costs) {
        return withFuel(Optional.of(costs));
    }

    private TranslationOptions withFuel(Optional<FuelCosts> value) {
        return new TranslationOptions(mode, value, encoding, fusion, sources, limits, features);
    }

    /** {@return these options with another encoding} */
    public TranslationOptions withEncoding(String value) {
        return new TranslationOptions(mode, fuel, value, fusion, sources, limits, features);
    }

    /** {@return these options with or without fusion} */
    public TranslationOptions withFusion(boolean value) {
        return new TranslationOptions(mode, fuel, encoding, value, sources, limits, features);
    }

    /** {@return these options with or without the sources of all instructions} */
    public TranslationOptions withSources(boolean value) {
        return new TranslationOptions(mode, fuel, encoding, fusion, value, limits, features);
    }

    /** {@return these options with other limits} */
    public TranslationOptions withLimits(TranslationLimits value) {
        return new TranslationOptions(mode, fuel, encoding, fusion, sources, value, features);
    }

    /** {@return these options with other features} */
    public TranslationOptions withFeatures(WasmFeatures value) {
        return new TranslationOptions(mode, fuel, encoding, fusion, sources, limits, value);
    }
}
