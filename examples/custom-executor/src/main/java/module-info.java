/**
 * An executor that counts. It is found by its name once this module is on the module path.
 *
 * @provides org.wasmi.exec.runtime.Executor {@code counting}
 */
module example.counting {
    requires org.wasmi.exec;
    requires org.wasmi.translate;

    exports example.counting;

    provides org.wasmi.exec.runtime.Executor with
            example.counting.CountingExecutor;
}
