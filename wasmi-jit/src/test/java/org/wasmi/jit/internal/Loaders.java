package org.wasmi.jit.internal;

import org.wasmi.exec.runtime.LinkedCode;

/** Where the classes of compiled code are, for tests in other packages. */
public final class Loaders {
    private Loaders() {}

    /** {@return whether code is that of compiled functions} */
    public static boolean isCompiled(LinkedCode code) {
        return code instanceof CompiledCode compiled
                && compiled.callable(Form.PLAIN).isCompiled();
    }

    /** {@return the loader of the classes that compiled code has} */
    public static ClassLoader of(LinkedCode code) {
        return ((CompiledCode) code).callable(Form.PLAIN).getClass().getClassLoader();
    }
}
