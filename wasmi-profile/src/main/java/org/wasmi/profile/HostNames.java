package org.wasmi.profile;

import org.wasmi.encoding.program.Import;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.exec.HostCall;
import org.wasmi.exec.Instance;
import org.wasmi.exec.runtime.HostFrame;
import org.wasmi.exec.runtime.HostFunctionState;
import org.wasmi.exec.runtime.StoreAccess;

/** The names by which guests import host functions. */
final class HostNames {
    private HostNames() {}

    /** {@return the name of a function that is being called, as its caller imports it} */
    static String of(HostFunctionState function, HostFrame frame) {
        HostCall call = (HostCall) frame;
        if (call.hasCaller()) {
            Instance caller = call.caller();
            int index = 0;
            for (Import each : caller.program().imports()) {
                if (each.type() instanceof FuncType && StoreAccess.functionAt(caller, index++) == function) {
                    return each.module() + "." + each.name();
                }
            }
        }
        return "host function";
    }
}
