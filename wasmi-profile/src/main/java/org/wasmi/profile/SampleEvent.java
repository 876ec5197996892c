package org.wasmi.profile;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A sample of a profiler, for the flight recorder. */
@Name("org.wasmi.Sample")
@Label("Wasm Execution Sample")
@Description("A profiler has recorded where a Wasm guest is")
@Category("WebAssembly")
@StackTrace(false)
final class SampleEvent extends Event {
    @Label("Function")
    @Description("The name of the function, or its index")
    @Nullable
    String function;

    @Label("Place")
    @Description("The line of the source, if it is known")
    @Nullable
    String place;

    @Label("Stack")
    @Description("The functions that are running, outermost first, with semicolons between them")
    @Nullable
    String stack;

    @Label("Ticks")
    @Description("How many intervals of the profiler the sample stands for")
    long ticks;
}
