package org.wasmi.encoding;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.error.MalformedException;

/** The encodings on the module path or class path, by name. Thread-safe. */
public final class Encodings {

    /** The name of the canonical encoding, which executors run. */
    public static final String WORDS = "words";

    /** The name of the smallest encoding, for stored programs. */
    public static final String COMPACT = "compact";

    private static final Providers<Encoding> PROVIDERS = find(Encodings.class.getClassLoader());

    private Encodings() {}

    private static Providers<Encoding> find(@Nullable ClassLoader loader) {
        return new Providers<>("encoding", ServiceLoader.load(Encoding.class, loader), Encoding::name);
    }

    private static Map<String, Encoding> allOf(Providers<Encoding> providers) {
        Map<String, Encoding> current = new TreeMap<>(providers.all());
        current.values().removeIf(each -> each.isaVersion() != Isa.version());
        return Collections.unmodifiableMap(current);
    }

    private static Encoding requireCurrent(Encoding encoding) {
        if (encoding.isaVersion() != Isa.version()) {
            throw new ProviderException("encoding '" + encoding.name() + "' ("
                    + encoding.getClass().getName() + ") was built for version " + encoding.isaVersion()
                    + " of the instruction set; this is version " + Isa.version() + ". Build it again");
        }
        return encoding;
    }

    /**
     * {@return all encodings by name, without those that share a name and those built for another version of the
     * instruction set}
     */
    public static Map<String, Encoding> all() {
        return allOf(PROVIDERS);
    }

    /**
     * {@return the encodings that a class loader and its parents find, as {@link #all()} does} They are loaded again at
     * each call and not retained.
     *
     * @param loader such as that of a plug-in
     */
    public static Map<String, Encoding> all(ClassLoader loader) {
        return allOf(find(Objects.requireNonNull(loader, "loader")));
    }

    /**
     * {@return the encoding of a name}
     *
     * @throws IllegalArgumentException if there is none; the message lists those there are
     * @throws ProviderException if several have the name, or it was built for another version of the instruction set;
     *     the message names them
     */
    public static Encoding named(String name) {
        return requireCurrent(PROVIDERS.named(name));
    }

    /**
     * {@return the encoding of a name among those that a class loader and its parents find} It is loaded again at each
     * call and not retained.
     *
     * @param name the name
     * @param loader such as that of a plug-in
     * @throws IllegalArgumentException if there is none; the message lists those there are
     * @throws ProviderException if several have the name, or it was built for another version of the instruction set;
     *     the message names them
     */
    public static Encoding named(String name, ClassLoader loader) {
        return requireCurrent(find(Objects.requireNonNull(loader, "loader")).named(name));
    }

    /** {@return a decoder for code, found by the name of its encoding} */
    public static InstructionDecoder decoder(Code code) {
        return named(code.encoding()).decoder(code);
    }

    /**
     * {@return the same code in another encoding, with its frame and sources; the code itself if it has that encoding
     * already}
     *
     * @throws MalformedException if it does not decode, or if the target of a branch is not an instruction
     */
    public static Code transcode(Code code, Encoding encoding) {
        return code.encoding().equals(encoding.name()) ? code : new Transcoder(code, encoding.encoder()).run();
    }
}
