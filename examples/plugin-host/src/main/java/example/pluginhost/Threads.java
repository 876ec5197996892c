package example.pluginhost;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A thread for each request: virtual ones where the JDK has them, or else a pool. */
final class Threads {
    private Threads() {}

    static boolean areVirtual() {
        return Runtime.version().feature() >= 21;
    }

    /** The argument is the number of threads of the pool. */
    static ExecutorService create(int pooled) {
        if (!areVirtual()) {
            return Executors.newFixedThreadPool(pooled);
        }
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }
}
