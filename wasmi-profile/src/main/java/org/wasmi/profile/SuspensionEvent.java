package org.wasmi.profile;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A suspension, for the flight recorder. */
@Name("org.wasmi.Suspension")
@Label("Wasm Suspension")
@Description("A call of a Wasm guest is suspended")
@Category("WebAssembly")
@StackTrace(false)
final class SuspensionEvent extends Event {
    @Label("Function")
    @Description("The name of the function, or its index")
    @Nullable
    String function;

    @Label("Missing Fuel")
    @Description("How much it waits for, or 0 if it waits for the host")
    long missing;
}
