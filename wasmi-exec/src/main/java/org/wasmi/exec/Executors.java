package org.wasmi.exec;

import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The executors on the module path or class path, by name. Thread-safe. */
public final class Executors {

    /** The name of the reference executor: loop and match. */
    public static final String SWITCH = "switch";

    private static final Map<String, Executor> BY_NAME = load();

    private Executors() {}

    private static Map<String, Executor> load() {
        Map<String, Executor> byName = new TreeMap<>();
        for (Executor each : ServiceLoader.load(Executor.class, Executors.class.getClassLoader())) {
            byName.putIfAbsent(each.name(), each);
        }
        return byName;
    }

    /** {@return all executors, by name} */
    public static Map<String, Executor> all() {
        return Map.copyOf(BY_NAME);
    }

    /**
     * {@return the executor of a name}
     *
     * @throws IllegalArgumentException if there is none; the message lists those there are
     */
    public static Executor named(String name) {
        Executor executor = BY_NAME.get(name);
        if (executor == null) {
            throw new IllegalArgumentException("no executor is named '" + name + "'; there are "
                    + String.join(", ", BY_NAME.keySet()) + ". Add the artifact that provides it.");
        }
        return executor;
    }
}
