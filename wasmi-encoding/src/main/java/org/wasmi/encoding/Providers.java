package org.wasmi.encoding;

import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The providers of a service, by name. They are loaded one by one, when one is first needed. A provider that cannot be
 * loaded does not affect the others; a message about a name that is not found mentions it. Thread-safe.
 *
 * @param <P> the interface of the service
 */
public final class Providers<P> {
    /** The number of failures in a row after which the class path counts as unreadable. */
    private static final int MAX_FAILURES = 100;

    private final String kind;
    private final ServiceLoader<P> loader;
    private final Function<P, String> nameOf;
    private @Nullable Loaded<P> loaded;

    /** The providers found, by name, and the errors of the others. */
    private record Loaded<P>(Map<String, List<P>> byName, List<String> failures) {}

    /**
     * Creates a collection. Loads nothing yet.
     *
     * @param kind the word for a provider in messages, such as {@code executor}
     * @param loader finds them; must not be used elsewhere
     * @param nameOf the name of a provider
     */
    public Providers(String kind, ServiceLoader<P> loader, Function<P, String> nameOf) {
        this.kind = kind;
        this.loader = loader;
        this.nameOf = nameOf;
    }

    /** {@return the providers that {@link #named} returns, by name} */
    public Map<String, P> all() {
        return loaded().byName().entrySet().stream()
                .filter(each -> each.getValue().size() == 1)
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, each -> each.getValue().get(0)));
    }

    /**
     * {@return the provider of a name}
     *
     * @throws IllegalArgumentException if there is none; the message lists the existing names and the providers that
     *     could not be loaded
     * @throws ProviderException if several have the name; the message names them
     */
    public P named(String name) {
        Loaded<P> found = loaded();
        List<P> candidates = found.byName().getOrDefault(name, List.of());
        if (candidates.isEmpty()) {
            throw new IllegalArgumentException("no " + kind + " is named '" + name + "'; there are "
                    + String.join(", ", found.byName().keySet()) + ". Add the artifact that provides it."
                    + found.failures().stream().map(each -> "\n" + each).collect(Collectors.joining()));
        }
        if (candidates.size() > 1) {
            throw new ProviderException("more than one " + kind + " is named '" + name + "': "
                    + candidates.stream().map(Providers::describe).collect(Collectors.joining(" and ")));
        }
        return candidates.get(0);
    }

    private synchronized Loaded<P> loaded() {
        Loaded<P> result = loaded;
        if (result == null) {
            result = load();
            loaded = result;
        }
        return result;
    }

    private Loaded<P> load() {
        Loaded<P> result = new Loaded<>(new TreeMap<>(), new ArrayList<>());
        Iterator<P> providers = loader.iterator();
        int failuresInARow = 0;
        while (failuresInARow < MAX_FAILURES) {
            try {
                if (!providers.hasNext()) {
                    break;
                }
                P provider = providers.next();
                failuresInARow = 0;
                add(provider, result);
            } catch (ServiceConfigurationError | LinkageError error) {
                failuresInARow++;
                result.failures().add(describe(error));
            }
        }
        return result;
    }

    @SuppressWarnings("CatchingUnchecked") // whatever the provider throws
    private void add(P provider, Loaded<P> result) {
        try {
            String name = nameOf.apply(provider);
            if (!name.matches("[A-Za-z0-9-]+")) {
                result.failures().add(describe(provider) + " has a name that is not one: '" + name + "'");
                return;
            }
            result.byName().computeIfAbsent(name, key -> new ArrayList<>()).add(provider);
        } catch (RuntimeException | LinkageError error) {
            result.failures().add(describe(provider) + " does not tell its name: " + error);
        }
    }

    private static String describe(Throwable error) {
        Throwable root = error;
        for (Throwable cause = root.getCause(); cause != null; cause = root.getCause()) {
            root = cause;
        }
        return "Could not be loaded: " + error.getMessage() + (root == error ? "" : ": " + root);
    }

    /** {@return the class of a provider and where that is from} */
    private static String describe(Object provider) {
        Class<?> type = provider.getClass();
        CodeSource source = type.getProtectionDomain().getCodeSource();
        return type.getName() + (source == null ? "" : " in " + source.getLocation());
    }
}
