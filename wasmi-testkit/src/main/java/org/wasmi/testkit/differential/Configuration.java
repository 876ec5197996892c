package org.wasmi.testkit.differential;

import org.wasmi.translate.TranslationMode;
import org.wasmi.translate.TranslationOptions;
import org.wasmi.translate.binary.WasmFeatures;

/**
 * A way to run a module.
 *
 * @param executor the name of the executor
 * @param encoding the name of the encoding
 * @param fusion whether the translator fuses operators
 */
public record Configuration(String executor, String encoding, boolean fusion) {

    /** {@return the options to translate with} */
    TranslationOptions options() {
        return TranslationOptions.DEFAULT
                .withFeatures(WasmFeatures.ALL)
                .withMode(TranslationMode.EAGER)
                .withEncoding(encoding)
                .withFusion(fusion);
    }

    /** {@return the configuration in words} */
    @Override
    public String toString() {
        return "executor " + executor + ", encoding " + encoding + (fusion ? ", with fusion" : ", without fusion");
    }
}
