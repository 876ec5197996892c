package org.wasmi.translate;

import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.program.FunctionBody;
import org.wasmi.translate.binary.ModuleLayout;

/** A function body that is translated when it is first asked for. One that fails does so again at every call. */
final class LazyBody implements FunctionBody {

    private final BodySource source;
    private final ModuleLayout.Body body;
    private volatile @Nullable Code code;

    LazyBody(BodySource source, ModuleLayout.Body body) {
        this.source = source;
        this.body = body;
    }

    @Override
    public Code code() {
        Code known = code;
        return known != null ? known : translate();
    }

    @Override
    public long firstCallFuel() {
        return source.priceOfTranslation(body);
    }

    private synchronized Code translate() {
        Code known = code;
        if (known == null) {
            known = source.translate(source.translator(), body);
            code = known;
        }
        return known;
    }
}
