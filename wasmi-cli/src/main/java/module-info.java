import org.jspecify.annotations.NullMarked;

/** The command line. */
@NullMarked
module org.wasmi.cli {
    requires com.fasterxml.jackson.databind;
    requires info.picocli;
    requires static org.jspecify;
    requires org.objectweb.asm;
    requires org.objectweb.asm.util;
    requires org.wasmi.debug;
    requires org.wasmi.exec;
    requires org.wasmi.generate;
    requires org.wasmi.jit;
    requires org.wasmi.js;
    requires org.wasmi.profile;
    requires org.wasmi.testkit;
    requires org.wasmi.text;
    requires org.wasmi.translate;
    requires org.wasmi.wasi;

    opens org.wasmi.cli to
            info.picocli;
}
