package org.wasmi.exec.runtime;

import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.ProviderException;
import org.wasmi.encoding.Providers;

/** The executors on the module path or class path, by name. Thread-safe. */
public final class Executors {

    /** The name of the reference executor: loop and match. */
    public static final String SWITCH = "switch";

    private static final Providers<Executor> PROVIDERS = find(Executors.class.getClassLoader());

    private Executors() {}

    private static Providers<Executor> find(@Nullable ClassLoader loader) {
        return new Providers<>("executor", ServiceLoader.load(Executor.class, loader), Executor::name);
    }

    /** {@return all executors by name, without those whose name another one has} */
    public static Map<String, Executor> all() {
        return PROVIDERS.all();
    }

    /**
     * {@return all executors that a class loader and its parents find, by name, without those whose name another one
     * has} They are loaded again at each call, and nothing keeps them.
     *
     * @param loader such as that of a plug-in
     */
    public static Map<String, Executor> all(ClassLoader loader) {
        return find(Objects.requireNonNull(loader, "loader")).all();
    }

    /**
     * {@return the name of the executor with the greatest {@link Executor#preference} of {@link #all()}} Among equals
     * it is the first name in the order of the alphabet. If no executor has a preference above 0, it is {@link
     * #SWITCH}.
     */
    public static String preferred() {
        return preferred(all());
    }

    /**
     * {@return as {@link #preferred()}, of the executors that a class loader and its parents find}
     *
     * @param loader such as that of a plug-in
     */
    public static String preferred(ClassLoader loader) {
        return preferred(all(loader));
    }

    private static String preferred(Map<String, Executor> executors) {
        String best = SWITCH;
        int most = 0;
        for (Map.Entry<String, Executor> each : new TreeMap<>(executors).entrySet()) {
            int preference = preferenceOf(each.getValue());
            if (preference > most) {
                best = each.getKey();
                most = preference;
            }
        }
        return best;
    }

    @SuppressWarnings("CatchingUnchecked") // whatever the provider throws; it can still be chosen by its name
    private static int preferenceOf(Executor executor) {
        try {
            return executor.preference();
        } catch (RuntimeException | LinkageError error) {
            return 0;
        }
    }

    /**
     * {@return the executor of a name}
     *
     * @throws IllegalArgumentException if there is none; the message lists those there are
     * @throws ProviderException if several have the name; the message names them
     */
    public static Executor named(String name) {
        return PROVIDERS.named(name);
    }

    /**
     * {@return the executor of a name among those that a class loader and its parents find} It is loaded again at each
     * call, and nothing keeps it.
     *
     * @param name the name
     * @param loader such as that of a plug-in
     * @throws IllegalArgumentException if there is none; the message lists those there are
     * @throws ProviderException if several have the name; the message names them
     */
    public static Executor named(String name, ClassLoader loader) {
        return find(Objects.requireNonNull(loader, "loader")).named(name);
    }
}
