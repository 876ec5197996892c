import org.jspecify.annotations.NullMarked;

/**
 * For authors of executors and encodings: conformance suites, the runner of the specification's test suite, and
 * generators of test data.
 *
 * <p>Only {@link org.wasmi.testkit.contract} needs JUnit, AssertJ and jqwik, and only {@link
 * org.wasmi.testkit.arbitraries} needs jqwik. Users of these packages add them. The runners work without.
 */
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
    // Not transitive: javac would look for them wherever the testkit is required.
    requires static net.jqwik.api;
    requires static org.assertj.core;
    requires static org.jspecify;
    requires static org.junit.jupiter.api;
    requires transitive org.wasmi.exec;
    requires transitive org.wasmi.text;
    requires transitive org.wasmi.translate;
}
