package org.wasmi.translate;

import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encodings;
import org.wasmi.translate.binary.ModuleLayout;
import org.wasmi.translate.internal.binary.ModuleInfo;
import org.wasmi.translate.internal.function.FunctionTranslator;

/** What the bodies of one module need to be translated at any later time. Immutable once the module is parsed. */
final class BodySource {

    private final byte[] wasm;
    private final ModuleInfo info;
    private final TranslationOptions options;

    BodySource(byte[] wasm, ModuleInfo info, TranslationOptions options) {
        this.wasm = wasm;
        this.info = info;
        this.options = options;
    }

    /** {@return a new translator, for one thread} */
    FunctionTranslator translator() {
        return new FunctionTranslator(
                info,
                options.limits(),
                Encodings.named(options.encoding()),
                options.fusion(),
                options.sources(),
                options.fuel());
    }

    long priceOfTranslation(ModuleLayout.Body body) {
        return options.fuel().map(costs -> costs.ofTranslation(body.size())).orElse(0L);
    }

    int typeIndex(ModuleLayout.Body body) {
        return info.functionTypeIndex(body.function());
    }

    void validate(FunctionTranslator translator, ModuleLayout.Body body) {
        translator.validate(body.function(), wasm, body.offset(), body.offset() + body.size());
    }

    Code translate(FunctionTranslator translator, ModuleLayout.Body body) {
        return translator.translate(body.function(), wasm, body.offset(), body.offset() + body.size());
    }
}
