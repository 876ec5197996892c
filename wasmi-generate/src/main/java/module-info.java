import org.jspecify.annotations.NullMarked;

/** Java interfaces of modules. */
@SuppressWarnings("requires-automatic") // JavaPoet has no descriptor, but a name
@NullMarked
module org.wasmi.generate {
    requires static org.jspecify;
    requires transitive org.wasmi.encoding;
    requires com.palantir.javapoet;
    requires java.compiler;
    requires org.wasmi.translate;

    exports org.wasmi.generate;
}
