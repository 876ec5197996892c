import org.jspecify.annotations.NullMarked;

/** The text format of WebAssembly, to and from the binary format. */
@NullMarked
module org.wasmi.text {
    requires static org.jspecify;

    exports org.wasmi.text;
}
