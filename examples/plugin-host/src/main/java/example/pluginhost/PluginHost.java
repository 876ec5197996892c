package example.pluginhost;

import example.pluginhost.PluginException.Kind;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import org.wasmi.encoding.error.LinkException;
import org.wasmi.encoding.error.ResourceException;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.error.WasmException;
import org.wasmi.encoding.program.Program;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Memory;
import org.wasmi.exec.Outcome;
import org.wasmi.exec.Snapshot;
import org.wasmi.exec.Store;
import org.wasmi.exec.StoreLimit;
import org.wasmi.exec.StoreLimits;
import org.wasmi.exec.Suspension;
import org.wasmi.exec.Value;
import org.wasmi.exec.WasmFunction;
import org.wasmi.translate.TranslationOptions;
import org.wasmi.translate.Translator;

/**
 * Runs plugins that are not trusted. A plugin is a module that imports nothing and exports a memory, a function {@code
 * allocate(size)} that returns where a request may be written, and a function {@code handle(address, size)} that returns
 * where the answer lies, the address in the upper and the size in the lower 32 bits.
 *
 * <p>Each request runs on an instance of its own, in the state that the plugin had when it was loaded, so that no request
 * sees another one. It has fuel and memory of its own.
 *
 * <p>Requests are turns of a little fuel each. Most end in their first turn. The others share half of the processors for
 * their further turns, first come, first served, so that no number of long requests keeps short ones waiting. Safe for
 * use by many threads, virtual ones included: a guest never keeps one for longer than a turn.
 */
public final class PluginHost {
    /** What one request may take. Fuel is about the number of instructions. */
    private static final long FUEL = 50_000_000;

    /** What it may take before it makes room for others. */
    private static final long FUEL_OF_A_TURN = 500_000;

    private static final Duration LOADING_TIME = Duration.ofSeconds(2);

    private static final long MEMORY_BYTES = 8 << 20;

    private static final int MAX_ANSWER = 1 << 20;

    private static final StoreLimits LIMITS = StoreLimits.STRICT
            .with(StoreLimit.MEMORY_BYTES, MEMORY_BYTES)
            .with(StoreLimit.TOTAL_MEMORY_BYTES, MEMORY_BYTES)
            .withTrapOnGrowth(true);

    /** For further turns. */
    private final Semaphore processors =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), true);

    private final Engine engine = Engine.create(EngineConfig.DEFAULT.withLimits(LIMITS));
    private final Map<String, Plugin> plugins = new ConcurrentHashMap<>();

    /** Nothing is imported. A linker must not be changed while others use it, and this one never is. */
    private final Linker linker = new Linker();

    /**
     * Loads a plugin, in place of another one of the same name.
     *
     * @param name the name
     * @param wasm the module
     * @throws PluginException if it is malformed, invalid, imports something, or fails to start
     */
    public void load(String name, byte[] wasm) throws PluginException {
        try (Store store = engine.newStore()) {
            store.addFuel(FUEL);
            store.deadline(LOADING_TIME);
            Program program = Translator.translate(wasm, TranslationOptions.DEFAULT.withFuel(true));
            Instance instance = linker.instantiate(store, program);
            instance.memory("memory");
            instance.function("allocate");
            instance.function("handle");
            plugins.put(name, new Plugin(name, instance.snapshot()));
        } catch (LinkException | IllegalArgumentException e) {
            throw new PluginException(Kind.UNUSABLE, name + " does not fit: " + e.getMessage(), e);
        } catch (WasmException e) {
            throw new PluginException(Kind.UNUSABLE, name + ": " + e.getMessage(), e);
        }
    }

    /** Forgets a plugin. {@return whether there was one} */
    public boolean unload(String name) {
        return plugins.remove(name) != null;
    }

    /**
     * Has a plugin answer a request.
     *
     * @param name the plugin's name
     * @param request the request
     * @return the answer
     * @throws PluginException if there is none
     */
    public byte[] call(String name, byte[] request) throws PluginException {
        Plugin plugin = plugins.get(name);
        if (plugin == null) {
            throw new PluginException(Kind.UNKNOWN, "there is no plugin '" + name + "'");
        }
        long begin = System.nanoTime();
        plugin.requests.increment();
        try (Store store = engine.newStore()) {
            store.addFuel(FUEL_OF_A_TURN);
            try {
                return answer(store, plugin.snapshot(), request);
            } finally {
                plugin.fuel.add(store.fuelUsed());
            }
        } catch (TrapException e) {
            plugin.failures.increment();
            Kind kind = e.trap() == Trap.GROWTH_FAILED ? Kind.EXHAUSTED : Kind.FAILED;
            throw new PluginException(kind, name + " failed: " + e.getMessage(), e);
        } catch (ResourceException e) {
            plugin.failures.increment();
            throw new PluginException(Kind.EXHAUSTED, name + " failed: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            plugin.failures.increment();
            throw new PluginException(Kind.UNUSABLE, name + " does not fit: " + e.getMessage(), e);
        } catch (PluginException e) {
            plugin.failures.increment();
            throw new PluginException(e.kind(), name + " failed: " + e.getMessage(), e);
        } finally {
            plugin.nanos.add(System.nanoTime() - begin);
        }
    }

    private byte[] answer(Store store, Snapshot snapshot, byte[] request) throws PluginException {
        Instance instance = linker.instantiate(store, snapshot);
        Memory memory = instance.memory("memory");
        int at = ((Value.I32) call(instance.function("allocate"), Value.i32(request.length))).value();
        memory.putBytes(at, request);
        long answer =
                ((Value.I64) call(instance.function("handle"), Value.i32(at), Value.i32(request.length))).value();
        long size = answer & 0xFFFF_FFFFL;
        if (size > MAX_ANSWER) {
            throw new IllegalArgumentException("an answer of " + size + " bytes");
        }
        return memory.getBytes(answer >>> 32, size);
    }

    private Value call(WasmFunction function, Value... arguments) throws PluginException {
        Store store = function.store();
        Outcome outcome = function.start(arguments);
        while (outcome instanceof Suspension waiting) {
            if (store.fuelUsed() >= FUEL) {
                throw new PluginException(Kind.EXHAUSTED, "it has used up its fuel");
            }
            long missing = ((Suspension.OutOfFuel) waiting.reason()).missing();
            outcome = turn(waiting, Math.max(FUEL_OF_A_TURN, missing));
        }
        return ((Outcome.Finished) outcome).results().get(0);
    }

    private Outcome turn(Suspension waiting, long fuel) throws PluginException {
        try {
            processors.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PluginException(Kind.EXHAUSTED, "the host is shutting down");
        }
        try {
            waiting.function().store().addFuel(fuel);
            return waiting.resume();
        } finally {
            processors.release();
        }
    }

    /** {@return what the plugins have done, as text in the format of Prometheus} */
    public String metrics() {
        StringBuilder text = new StringBuilder();
        Map<String, Plugin> sorted = new ConcurrentSkipListMap<>(plugins);
        metric(text, sorted, "requests_total", "Requests.", plugin -> plugin.requests.sum());
        metric(text, sorted, "failures_total", "Requests without an answer.", plugin -> plugin.failures.sum());
        metric(text, sorted, "fuel_total", "Fuel that was used.", plugin -> plugin.fuel.sum());
        metric(text, sorted, "seconds_total", "Time that requests took.", plugin -> plugin.nanos.sum() / 1e9);
        return text.toString();
    }

    private interface Metric {
        Number of(Plugin plugin);
    }

    private static void metric(
            StringBuilder text, Map<String, Plugin> plugins, String name, String help, Metric metric) {
        text.append("# HELP plugin_").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE plugin_").append(name).append(" counter\n");
        for (Plugin each : plugins.values()) {
            text.append("plugin_").append(name).append("{plugin=\"").append(escaped(each.name())).append("\"} ")
                    .append(metric.of(each)).append('\n');
        }
    }

    private static String escaped(String label) {
        return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
