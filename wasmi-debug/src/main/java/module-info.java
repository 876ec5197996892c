import org.jspecify.annotations.NullMarked;

/** A debugger of guests that speaks the Debug Adapter Protocol. */
@NullMarked
module org.wasmi.debug {
    requires com.fasterxml.jackson.databind;
    requires static org.jspecify;
    requires transitive org.wasmi.exec;
    requires org.wasmi.text;
    requires org.wasmi.translate;

    exports org.wasmi.debug;
}
