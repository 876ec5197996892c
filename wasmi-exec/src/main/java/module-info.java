import org.jspecify.annotations.NullMarked;

/**
 * Runs programs: engine, store, instances, memories and the executors.
 *
 * @uses org.wasmi.exec.Executor executors, found by name
 */
@NullMarked
module org.wasmi.exec {
    requires static transitive org.jspecify;
    requires transitive org.wasmi.encoding;

    exports org.wasmi.exec;

    uses org.wasmi.exec.Executor;
}
