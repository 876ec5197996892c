package org.wasmi.translate;

import java.util.function.Supplier;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.error.InvalidException;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.encoding.error.ResourceException;
import org.wasmi.encoding.program.Digests;
import org.wasmi.encoding.program.Function;
import org.wasmi.encoding.program.FunctionBody;
import org.wasmi.encoding.program.Program;
import org.wasmi.translate.binary.ModuleLayout;
import org.wasmi.translate.binary.ModuleOutline;
import org.wasmi.translate.binary.TranslationLimit;
import org.wasmi.translate.binary.WasmFeatures;
import org.wasmi.translate.internal.binary.BinaryReader;
import org.wasmi.translate.internal.binary.ModuleInfo;
import org.wasmi.translate.internal.binary.ModuleParser;
import org.wasmi.translate.internal.binary.OutlineParser;
import org.wasmi.translate.internal.function.FunctionTranslator;

/**
 * Turns WebAssembly binaries into programs: decodes, validates and translates them. Thread-safe. Time and memory are
 * linear in the size of the module, whatever it contains.
 *
 * <p>Every method throws {@link MalformedException} if the bytes do not decode, {@link InvalidException} if the module
 * does not validate, {@link ResourceException} if it exceeds a limit of the options, and {@link
 * IllegalArgumentException} if no encoding has the name in the options.
 */
public final class Translator {

    private final byte[] wasm;
    private final TranslationMode mode;
    private final boolean metered;

    /** The options that change the code. */
    private final String codeOptions;

    private final BodySource source;
    private final FunctionTranslator functions;
    private final ModuleParser parser;

    private Translator(byte[] wasm, TranslationOptions options) {
        options.limits().check(TranslationLimit.MODULE_SIZE, wasm.length);
        byte[] copy = wasm.clone();
        this.wasm = copy;
        codeOptions = options.fuel() + " " + options.fusion();
        ModuleInfo info = new ModuleInfo(options.features());
        mode = options.mode();
        metered = options.fuel().isPresent();
        source = new BodySource(copy, info, options);
        functions = source.translator();
        parser = new ModuleParser(copy, info, functions, options.limits());
        parser.parse();
    }

    /**
     * {@return a module as a program, with {@link TranslationOptions#DEFAULT}}
     *
     * @param wasm the binary; copied
     */
    public static Program translate(byte[] wasm) {
        return translate(wasm, TranslationOptions.DEFAULT);
    }

    /**
     * {@return a module as a program}
     *
     * @param wasm the binary; copied
     * @param options the options
     */
    public static Program translate(byte[] wasm, TranslationOptions options) {
        return new Translator(wasm, options).program();
    }

    /**
     * Validates a module without translating it, with {@link TranslationOptions#DEFAULT}.
     *
     * @param wasm the binary
     */
    public static void validate(byte[] wasm) {
        validate(wasm, TranslationOptions.DEFAULT);
    }

    /**
     * Validates a module without translating it.
     *
     * @param wasm the binary
     * @param options the options, of which only the limits and features are used
     */
    public static void validate(byte[] wasm, TranslationOptions options) {
        Translator translator = new Translator(wasm, options);
        translator.parser.layout().bodies().forEach(translator::validate);
    }

    /**
     * {@return the positions of sections and function bodies in a module} Does not validate the bodies. All features
     * that can be enabled are enabled.
     *
     * @param wasm the binary
     */
    public static ModuleLayout layout(byte[] wasm) {
        return new Translator(wasm, TranslationOptions.DEFAULT.withFeatures(WasmFeatures.ALL)).parser.layout();
    }

    /**
     * {@return the imports and exports of a module, even if it needs features that are not supported} Leaves out types
     * that it cannot read, and validates nothing.
     *
     * @param wasm the binary
     */
    public static ModuleOutline outline(byte[] wasm) {
        TranslationOptions.DEFAULT.limits().check(TranslationLimit.MODULE_SIZE, wasm.length);
        ModuleParser.header(new BinaryReader(wasm, 0, wasm.length));
        return new OutlineParser(wasm).parse();
    }

    private Program program() {
        Program.Builder program = parser.program();
        program.metered(metered);
        program.digest(digest());
        for (ModuleLayout.Body body : parser.layout().bodies()) {
            program.function(new Function(source.typeIndex(body), body(body)));
        }
        return program.build();
    }

    /** {@return what finds out what identifies the code; it keeps the binary only where function bodies do as well} */
    private Supplier<String> digest() {
        byte[] binary = wasm;
        String options = codeOptions;
        if (mode == TranslationMode.EAGER) {
            String known = Digests.of(binary, options);
            return () -> known;
        }
        return () -> Digests.of(binary, options);
    }

    private FunctionBody body(ModuleLayout.Body body) {
        return switch (mode) {
            case EAGER -> {
                Code code = source.translate(functions, body);
                yield () -> code;
            }
            case LAZY_TRANSLATION -> {
                validate(body);
                yield new LazyBody(source, body);
            }
            case LAZY -> new LazyBody(source, body);
        };
    }

    private void validate(ModuleLayout.Body body) {
        source.validate(functions, body);
    }
}
