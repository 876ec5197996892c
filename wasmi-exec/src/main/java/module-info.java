import org.jspecify.annotations.NullMarked;

/** Runs programs: engine, store, instances, memories and the executors. */
@NullMarked
module org.wasmi.exec {
    requires static transitive org.jspecify;
    requires transitive org.wasmi.encoding;
}
