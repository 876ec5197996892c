import org.jspecify.annotations.NullMarked;

/**
 * For authors of executors and encodings: the conformance suites, the specification-suite runner and generators of test data.
 */
@SuppressWarnings("requires-transitive-automatic") // jqwik has no module descriptor
@NullMarked
module org.wasmi.testkit {
    exports org.wasmi.testkit;
    exports org.wasmi.testkit.arbitraries;
    exports org.wasmi.testkit.contract;
    exports org.wasmi.testkit.differential;
    exports org.wasmi.testkit.encoding;
    exports org.wasmi.testkit.oracle;
    exports org.wasmi.testkit.spec;
    exports org.wasmi.testkit.trace;

    requires com.fasterxml.jackson.databind;
    requires transitive net.jqwik.api;
    requires transitive org.assertj.core;
    requires static org.jspecify;
    requires transitive org.junit.jupiter.api;
    requires transitive org.wasmi.exec;
    requires transitive org.wasmi.translate;
}
