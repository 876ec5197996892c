import org.jspecify.annotations.NullMarked;

/** The JavaScript that wasm-bindgen and Go expect around a module, in Java. */
@NullMarked
module org.wasmi.js {
    requires static org.jspecify;
    requires transitive org.wasmi.exec;
    requires transitive org.wasmi.wasi;
    requires com.fasterxml.jackson.databind;

    exports org.wasmi.js;
    exports org.wasmi.js.bindgen;
    exports org.wasmi.js.go;
}
