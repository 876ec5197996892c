import org.jspecify.annotations.NullMarked;

/** WASI preview 1 as host functions. */
@NullMarked
module org.wasmi.wasi {
    requires static org.jspecify;
    requires transitive org.wasmi.exec;

    exports org.wasmi.wasi;
}
