import org.jspecify.annotations.NullMarked;

/** Metrics of guests for Micrometer. */
@NullMarked
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // Micrometer has no descriptor
module org.wasmi.micrometer {
    requires static org.jspecify;
    requires transitive micrometer.core;
    requires transitive org.wasmi.exec;

    exports org.wasmi.micrometer;
}
