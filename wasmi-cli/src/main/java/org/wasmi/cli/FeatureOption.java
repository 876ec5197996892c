package org.wasmi.cli;

import java.util.Iterator;
import org.wasmi.translate.TranslationOptions;
import org.wasmi.translate.binary.WasmFeatures;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The option that says which features of WebAssembly a module may use. */
final class FeatureOption {

    @Option(
            names = "--features",
            paramLabel = "[+|-]NAME,...",
            converter = Changes.class,
            completionCandidates = Changes.class,
            description = "Changes of the features that a module may use, from left to right: +NAME or NAME enables a"
                    + " feature, -NAME disables it. NAME is one of ${COMPLETION-CANDIDATES}; 'wasm3' and 'all' are"
                    + " groups (default: all but legacy-exceptions, custom-page-sizes and wide-arithmetic).")
    private WasmFeatures features = WasmFeatures.DEFAULT;

    /** {@return the features} */
    WasmFeatures features() {
        return features;
    }

    /** {@return how to translate a module} */
    TranslationOptions translation() {
        return TranslationOptions.DEFAULT.withFeatures(features);
    }

    /** Accepts changes of the default features, and suggests names where one is none. */
    static final class Changes implements ITypeConverter<WasmFeatures>, Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return WasmFeatures.names().iterator();
        }

        @Override
        public WasmFeatures convert(String changes) {
            try {
                return WasmFeatures.DEFAULT.changedBy(changes);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }
}
