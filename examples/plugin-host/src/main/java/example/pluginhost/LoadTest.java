package example.pluginhost;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/**
 * Calls 200 plugins from many threads, first the good ones alone, then with hostile ones among them, and prints how long
 * the good ones took to answer. Every answer is checked. Ends with an exit code of 1 if one is wrong or missing, or if a
 * hostile plugin answers.
 *
 * <pre>
 * LoadTest SECONDS [CLIENTS]    for each of the two parts; 8 clients unless given
 * </pre>
 */
public final class LoadTest {
    private static final int PLUGINS = 200;

    /** Of the plugins, in the second part. */
    private static final int HOSTILE = 20;

    /** How long a client thinks before its next request: its load is even, whatever others do. */
    private static final long PAUSE_MILLIS = 5;

    private static final byte[] REQUEST = "a request that has some fifty bytes, and a few over".getBytes(UTF_8);

    private final PluginHost host = new PluginHost();
    private final AtomicReference<Throwable> fault = new AtomicReference<>();

    /** What came of a part: nanoseconds of each good request, sorted, and the number of hostile ones. */
    record Part(long[] nanos, long hostileRequests) {
        double millis(double share) {
            return nanos.length == 0 ? 0 : nanos[(int) Math.min(nanos.length - 1L, (long) (share * nanos.length))] / 1e6;
        }
    }

    LoadTest() throws PluginException {
        for (int i = 0; i < PLUGINS; i++) {
            host.load(name(i), Samples.wasm(kind(i)));
        }
    }

    private static String name(int plugin) {
        return kind(plugin) + "-" + plugin;
    }

    private static boolean isHostile(int plugin) {
        return plugin < HOSTILE;
    }

    private static String kind(int plugin) {
        List<String> kinds = isHostile(plugin) ? Samples.HOSTILE : Samples.GOOD;
        return kinds.get(plugin % kinds.size());
    }

    /** Runs one part. */
    Part run(int clients, long millis, boolean withHostile) throws InterruptedException {
        ExecutorService threads = Threads.create(clients);
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        long[][] nanos = new long[clients][];
        LongAdder hostile = new LongAdder();
        for (int i = 0; i < clients; i++) {
            int client = i;
            // One client in four is a bad one.
            boolean bad = withHostile && i % 4 == 3;
            threads.execute(() -> nanos[client] = client(client, end, bad, hostile));
        }
        threads.shutdown();
        if (!threads.awaitTermination(millis + 60_000, TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("clients have not ended a minute after their time");
        }
        if (fault.get() != null) {
            throw new IllegalStateException(fault.get());
        }
        long[] all = Arrays.stream(nanos).flatMapToLong(Arrays::stream).sorted().toArray();
        return new Part(all, hostile.sum());
    }

    private long[] client(int client, long end, boolean bad, LongAdder hostile) {
        Random random = new Random(client);
        long[] nanos = new long[1 << 10];
        int count = 0;
        try {
            while (System.nanoTime() - end < 0) {
                int plugin = bad ? random.nextInt(HOSTILE) : HOSTILE + random.nextInt(PLUGINS - HOSTILE);
                long begin = System.nanoTime();
                if (bad) {
                    requireFailure(plugin);
                    hostile.increment();
                } else {
                    requireAnswer(plugin);
                    if (count == nanos.length) {
                        nanos = Arrays.copyOf(nanos, count * 2);
                    }
                    nanos[count++] = System.nanoTime() - begin;
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException | RuntimeException | PluginException | Error e) {
            fault.compareAndSet(null, e);
        }
        return Arrays.copyOf(nanos, count);
    }

    private void requireAnswer(int plugin) throws PluginException {
        byte[] answer = host.call(name(plugin), REQUEST);
        byte[] expected = switch (kind(plugin)) {
            case "upper" -> new String(REQUEST, UTF_8).toUpperCase(Locale.ROOT).getBytes(UTF_8);
            case "hash" -> hash();
            default -> new byte[] {1, 0, 0, 0};
        };
        if (!Arrays.equals(answer, expected)) {
            throw new IllegalStateException(name(plugin) + " answered " + Arrays.toString(answer));
        }
    }

    private static byte[] hash() {
        int hash = 0x811C9DC5;
        for (int round = 0; round < 200; round++) {
            for (byte each : REQUEST) {
                hash = (hash ^ each & 0xFF) * 0x01000193;
            }
        }
        return new byte[] {(byte) hash, (byte) (hash >> 8), (byte) (hash >> 16), (byte) (hash >> 24)};
    }

    private void requireFailure(int plugin) {
        try {
            host.call(name(plugin), REQUEST);
        } catch (PluginException e) {
            return;
        }
        throw new IllegalStateException(name(plugin) + " answered");
    }

    PluginHost host() {
        return host;
    }

    private static long usedMegabytes() {
        System.gc();
        return (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20;
    }

    /** Runs both parts, each in pieces between which the heap is looked at. */
    public static void main(String[] args) throws PluginException, InterruptedException {
        if (args.length < 1) {
            System.err.println("usage: LoadTest SECONDS [CLIENTS]");
            System.exit(2);
        }
        long millis = Long.parseLong(args[0]) * 1_000;
        int clients = args.length > 1 ? Integer.parseInt(args[1]) : 8;
        LoadTest test = new LoadTest();
        test.run(clients, Math.min(5_000, millis), true);
        System.out.printf(
                "JDK %s, %s threads, %d plugins of which %d are hostile, %d clients%n",
                Runtime.version(), Threads.areVirtual() ? "virtual" : "pooled", PLUGINS, HOSTILE, clients);
        System.out.println("| part | requests | hostile ones | p50 ms | p90 ms | p99 ms | p99.9 ms | heap MB |");
        System.out.println("|---|--:|--:|--:|--:|--:|--:|--:|");
        long piece = Math.min(millis, 60_000);
        for (boolean hostile : new boolean[] {false, true}) {
            for (long done = 0; done < millis; done += piece) {
                Part part = test.run(clients, Math.min(piece, millis - done), hostile);
                System.out.printf(
                        Locale.ROOT,
                        "| %s | %d | %d | %.2f | %.2f | %.2f | %.2f | %d |%n",
                        hostile ? "with hostile plugins" : "good plugins alone",
                        part.nanos().length,
                        part.hostileRequests(),
                        part.millis(0.5),
                        part.millis(0.9),
                        part.millis(0.99),
                        part.millis(0.999),
                        usedMegabytes());
            }
        }
    }
}
