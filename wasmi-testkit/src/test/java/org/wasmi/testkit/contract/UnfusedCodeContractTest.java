package org.wasmi.testkit.contract;

import org.wasmi.exec.runtime.Executors;
import org.wasmi.translate.TranslationOptions;

/** Code without fusion has other instructions, and means the same. */
class UnfusedCodeContractTest extends ExecutorContract {
    @Override
    public String executor() {
        return Executors.SWITCH;
    }

    @Override
    public TranslationOptions translationOptions() {
        return super.translationOptions().withFusion(false);
    }
}
