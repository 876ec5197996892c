package org.wasmi.translate;

/**
 * When function bodies are validated and translated. The rest of a module is always validated and translated at once.
 */
public enum TranslationMode {
    /** All bodies are validated and translated at once, in one pass. */
    EAGER,
    /** All bodies are validated at once; each is translated when its code is first asked for. */
    LAZY_TRANSLATION,
    /** Each body is validated and translated when its code is first asked for. An invalid body is found only then. */
    LAZY
}
