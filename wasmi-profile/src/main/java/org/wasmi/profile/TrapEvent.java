package org.wasmi.profile;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A trap, for the flight recorder. */
@Name("org.wasmi.Trap")
@Label("Wasm Trap")
@Description("A Wasm guest has trapped")
@Category("WebAssembly")
@StackTrace(false)
final class TrapEvent extends Event {
    @Label("Function")
    @Description("The name of the function, or its index")
    @Nullable
    String function;

    @Label("Module Name")
    @Nullable
    String module;

    @Label("Trap")
    @Nullable
    String trap;

    @Label("Message")
    @Nullable
    String message;

    @Label("Place")
    @Description("Where it trapped, with the line of the source if it is known")
    @Nullable
    String place;
}
