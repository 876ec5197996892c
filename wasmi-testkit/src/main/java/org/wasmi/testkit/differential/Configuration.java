package org.wasmi.testkit.differential;

import org.wasmi.translate.TranslationMode;
import org.wasmi.translate.TranslationOptions;
import org.wasmi.translate.binary.WasmFeatures;

/**
 * A combination of an executor, an encoding and a translation in which a module runs.
 *
 * @param executor the name of the executor
 * @param encoding the name of the encoding
 * @param fusion whether the translator fuses operators
 */
public record Configuration(String executor, String encoding, boolean fusion) {

    /** {@return the options for translation} */
    TranslationOptions options() {
        return TranslationOptions.DEFAULT
                .withFeatures(WasmFeatures.ALL)
                .withMode(TranslationMode.EAGER)
                .withEncoding(encoding)
                .withFusion(fusion);
    }

    /** {@return the configuration as text} */
    @Override
    public String toString() {
        return "executor " + executor + ", encoding " + encoding + (fusion ? ", with fusion" : ", without fusion");
    }
}
