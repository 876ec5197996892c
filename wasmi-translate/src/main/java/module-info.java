import org.jspecify.annotations.NullMarked;

/** Parses, validates and translates WebAssembly binaries into programs. */
@NullMarked
module org.wasmi.translate {
    requires static org.jspecify;
    requires transitive org.wasmi.encoding;

    exports org.wasmi.translate;
    exports org.wasmi.translate.binary;
    exports org.wasmi.translate.fuel;
}
