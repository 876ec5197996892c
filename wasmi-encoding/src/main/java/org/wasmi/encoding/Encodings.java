package org.wasmi.encoding;

import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The encodings on the module path or class path, by name. Thread-safe. */
public final class Encodings {

    /** The name of the canonical encoding, which executors run. */
    public static final String WORDS = "words";

    /** The name of the encoding that takes the least room, for stored programs. */
    public static final String COMPACT = "compact";

    private static final Map<String, Encoding> BY_NAME = load();

    private Encodings() {}

    private static Map<String, Encoding> load() {
        Map<String, Encoding> byName = new TreeMap<>();
        for (Encoding each : ServiceLoader.load(Encoding.class, Encodings.class.getClassLoader())) {
            byName.putIfAbsent(each.name(), each);
        }
        return byName;
    }

    /** {@return all encodings, by name} */
    public static Map<String, Encoding> all() {
        return Map.copyOf(BY_NAME);
    }

    /**
     * {@return the encoding of a name}
     *
     * @throws IllegalArgumentException if there is none; the message lists those there are
     */
    public static Encoding named(String name) {
        Encoding encoding = BY_NAME.get(name);
        if (encoding == null) {
            throw new IllegalArgumentException("no encoding is named '" + name + "'; there are "
                    + BY_NAME.keySet().stream().collect(Collectors.joining(", "))
                    + ". Add the artifact that provides it.");
        }
        return encoding;
    }

    /** {@return a decoder for a code, by the name of its encoding} */
    public static InstructionDecoder decoder(Code code) {
        return named(code.encoding()).decoder(code);
    }

    /**
     * {@return a code in another encoding, with its frame and sources; the code itself if it has that encoding already}
     *
     * @throws MalformedException if it does not decode, or if a branch leads to what is not an instruction
     */
    public static Code transcode(Code code, Encoding encoding) {
        return code.encoding().equals(encoding.name()) ? code : new Transcoder(code, encoding.encoder()).run();
    }
}
