/**
 * An executor that counts. It is found by its name once this module is on the module path.
 *
 * @provides org.wasmi.exec.Executor {@code counting}
 */
module example.counting {
    requires org.wasmi.exec;
    requires org.wasmi.translate;

    exports example.counting;

    provides org.wasmi.exec.Executor with
            example.counting.CountingExecutor;
}
