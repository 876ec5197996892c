package org.wasmi.profile;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/** A call, for the flight recorder. */
@Name("org.wasmi.Call")
@Label("Wasm Call")
@Description("The host has called a Wasm function")
@Category("WebAssembly")
@Threshold("20 ms")
@StackTrace(false)
final class CallEvent extends Event {
    @Label("Function")
    @Description("The name of the function, or its index")
    @Nullable
    String function;

    @Label("Module Name")
    @Nullable
    String module;

    @Label("Exception")
    @Description("What ended the call, if it did not return")
    @Nullable
    String exception;
}
