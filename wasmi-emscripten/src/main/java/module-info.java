import org.jspecify.annotations.NullMarked;

/** What Emscripten's JavaScript glue gives to a module, as host functions. */
@NullMarked
module org.wasmi.emscripten {
    requires static org.jspecify;
    requires transitive org.wasmi.exec;
    requires transitive org.wasmi.wasi;

    exports org.wasmi.emscripten;
}
