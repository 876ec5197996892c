import org.jspecify.annotations.NullMarked;

/**
 * Executors that compile to JVM bytecode.
 *
 * @provides org.wasmi.exec.runtime.Executor {@code compiled} and {@code tiered}
 */
@NullMarked
module org.wasmi.jit {
    requires static jdk.jfr;
    requires static org.jspecify;
    requires org.objectweb.asm;
    requires transitive org.wasmi.exec;

    exports org.wasmi.jit;
    exports org.wasmi.jit.compiled;

    uses org.wasmi.jit.compiled.CompiledModule;

    provides org.wasmi.exec.runtime.Executor with
            org.wasmi.jit.CompiledExecutor,
            org.wasmi.jit.TieredExecutor;
}
