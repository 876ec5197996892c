package example.pluginhost;

import java.util.concurrent.atomic.LongAdder;
import org.wasmi.exec.Snapshot;

/** A plugin that is loaded: the state in which each of its requests begins, and what it has done. */
final class Plugin {
    private final String name;
    private final Snapshot snapshot;
    final LongAdder requests = new LongAdder();
    final LongAdder failures = new LongAdder();
    final LongAdder fuel = new LongAdder();
    final LongAdder nanos = new LongAdder();

    Plugin(String name, Snapshot snapshot) {
        this.name = name;
        this.snapshot = snapshot;
    }

    String name() {
        return name;
    }

    Snapshot snapshot() {
        return snapshot;
    }
}
