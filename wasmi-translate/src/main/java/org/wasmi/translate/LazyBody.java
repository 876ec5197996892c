package org.wasmi.translate;

import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.program.FunctionBody;
import org.wasmi.translate.internal.binary.ModuleInfo;
import org.wasmi.translate.internal.function.FunctionTranslator;

/** A function body that is translated when it is first asked for. One that fails does so again at every call. */
final class LazyBody implements FunctionBody {

    private final byte[] wasm;
    private final ModuleInfo info;
    private final TranslationOptions options;
    private final ModuleLayout.Body body;
    private volatile @Nullable Code code;

    LazyBody(byte[] wasm, ModuleInfo info, TranslationOptions options, ModuleLayout.Body body) {
        this.wasm = wasm;
        this.info = info;
        this.options = options;
        this.body = body;
    }

    @Override
    public Code code() {
        Code known = code;
        return known != null ? known : translate();
    }

    private synchronized Code translate() {
        Code known = code;
        if (known == null) {
            known = new FunctionTranslator(info, options)
                    .translate(body.function(), wasm, body.offset(), body.offset() + body.size());
            code = known;
        }
        return known;
    }
}
