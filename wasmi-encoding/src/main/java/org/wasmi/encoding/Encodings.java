package org.wasmi.encoding;

import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** The encodings on the module path or class path, by name. Thread-safe. */
public final class Encodings {

    /** The name of the canonical encoding, which executors run. */
    public static final String WORDS = "words";

    /** The name of the encoding that takes the least room, for stored programs. */
    public static final String COMPACT = "compact";

    private static final Providers<Encoding> PROVIDERS = find(Encodings.class.getClassLoader());

    private Encodings() {}

    private static Providers<Encoding> find(@Nullable ClassLoader loader) {
        return new Providers<>("encoding", ServiceLoader.load(Encoding.class, loader), Encoding::name);
    }

    /** {@return all encodings by name, without those whose name another one has} */
    public static Map<String, Encoding> all() {
        return PROVIDERS.all();
    }

    /**
     * {@return all encodings that a class loader and its parents find, by name, without those whose name another one has} They
     * are loaded anew at each call, and nothing keeps them.
     *
     * @param loader such as that of a plug-in
     */
    public static Map<String, Encoding> all(ClassLoader loader) {
        return find(Objects.requireNonNull(loader, "loader")).all();
    }

    /**
     * {@return the encoding of a name}
     *
     * @throws IllegalArgumentException if there is none; the message lists those there are
     * @throws ProviderException if several have the name; the message names them
     */
    public static Encoding named(String name) {
        return PROVIDERS.named(name);
    }

    /**
     * {@return the encoding of a name among those that a class loader and its parents find} It is loaded anew at each call, and
     * nothing keeps it.
     *
     * @param name the name
     * @param loader such as that of a plug-in
     * @throws IllegalArgumentException if there is none; the message lists those there are
     * @throws ProviderException if several have the name; the message names them
     */
    public static Encoding named(String name, ClassLoader loader) {
        return find(Objects.requireNonNull(loader, "loader")).named(name);
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
