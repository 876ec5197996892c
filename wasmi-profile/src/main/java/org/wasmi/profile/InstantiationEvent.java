package org.wasmi.profile;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** An instantiation, for the flight recorder. */
@Name("org.wasmi.Instantiation")
@Label("Wasm Instantiation")
@Description("An instance has been made; its start function is not included")
@Category("WebAssembly")
@StackTrace(false)
final class InstantiationEvent extends Event {
    @Label("Module Name")
    @Nullable
    String module;

    @Label("Time")
    @Timespan(Timespan.NANOSECONDS)
    long took;

    @Label("Memory Size")
    @Description("The bytes of all memories of the store")
    @DataAmount
    long memoryBytes;
}
