import org.jspecify.annotations.NullMarked;

/** Benchmarks; not published. */
@SuppressWarnings("requires-automatic") // JMH has no module descriptor
@NullMarked
module org.wasmi.bench {
    requires jmh.core;
    requires static org.jspecify;
    requires org.wasmi.encoding;
    requires org.wasmi.exec;
    requires org.wasmi.testkit;
    requires org.wasmi.translate;
    requires org.wasmi.wasi;

    provides org.wasmi.exec.Executor with
            org.wasmi.bench.baseline.NaiveExecutor,
            org.wasmi.bench.baseline.CountingExecutor;
}
