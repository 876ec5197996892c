package org.wasmi.profile;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** The end of the fuel, for the flight recorder. */
@Name("org.wasmi.OutOfFuel")
@Label("Wasm Fuel Exhausted")
@Description("A Wasm guest has used up its fuel, and traps or is suspended")
@Category("WebAssembly")
@StackTrace(false)
final class OutOfFuelEvent extends Event {
    @Label("Function")
    @Description("The name of the function, or its index")
    @Nullable
    String function;

    @Label("Missing Fuel")
    @Description("How much it waits for, or 0 if it traps")
    long missing;
}
