import org.jspecify.annotations.NullMarked;

/**
 * Runs programs: engine, store, instances, memories and the executors.
 *
 * @uses org.wasmi.exec.runtime.Executor executors, found by name
 * @provides org.wasmi.exec.runtime.Executor {@code switch}, {@code indirect}, {@code direct} and {@code tail}
 */
@NullMarked
module org.wasmi.exec {
    requires static org.jspecify;
    requires transitive org.wasmi.encoding;

    exports org.wasmi.exec;
    exports org.wasmi.exec.handler;
    exports org.wasmi.exec.runtime;

    uses org.wasmi.exec.runtime.Executor;

    provides org.wasmi.exec.runtime.Executor with
            org.wasmi.exec.internal.dispatch.SwitchExecutor,
            org.wasmi.exec.internal.dispatch.IndirectExecutor,
            org.wasmi.exec.internal.dispatch.DirectExecutor,
            org.wasmi.exec.internal.dispatch.TailExecutor;
}
