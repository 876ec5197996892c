import org.jspecify.annotations.NullMarked;

/** Benchmarks; not published. */
@SuppressWarnings("requires-automatic") // JMH has no module descriptor
@NullMarked
module org.wasmi.bench {
    requires com.fasterxml.jackson.databind;
    requires info.picocli;
    requires jdk.management;
    requires jmh.core;
    requires static org.graalvm.polyglot;
    requires static org.jspecify;
    requires org.wasmi.encoding;
    requires org.wasmi.exec;
    requires org.wasmi.testkit;
    requires org.wasmi.text;
    requires org.wasmi.translate;
    requires org.wasmi.wasi;
    requires static run.endive.runtime;

    opens org.wasmi.bench.compare to
            info.picocli;

    provides org.wasmi.exec.runtime.Executor with
            org.wasmi.bench.baseline.NaiveExecutor,
            org.wasmi.bench.baseline.CountingExecutor;
}
