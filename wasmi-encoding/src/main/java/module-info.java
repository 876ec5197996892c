/**
 * The contract between translators and executors of WebAssembly: instruction set, encoders and decoders, programs, and
 * the meaning of the numeric operators.
 *
 * @uses org.wasmi.encoding.Encoding encodings, found by name
 * @provides org.wasmi.encoding.Encoding the canonical encoding, {@code words}, and the encoding for stored programs,
 *     {@code compact}
 */
module org.wasmi.encoding {
    requires static org.jspecify;

    exports org.wasmi.encoding;
    exports org.wasmi.encoding.error;
    exports org.wasmi.encoding.instruction;
    exports org.wasmi.encoding.numeric;
    exports org.wasmi.encoding.program;
    exports org.wasmi.encoding.source;
    exports org.wasmi.encoding.stored;
    exports org.wasmi.encoding.text;
    exports org.wasmi.encoding.type;
    exports org.wasmi.encoding.verify;

    uses org.wasmi.encoding.Encoding;

    provides org.wasmi.encoding.Encoding with
            org.wasmi.encoding.internal.CompactEncoding,
            org.wasmi.encoding.internal.WordsEncoding;
}
