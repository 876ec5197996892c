package org.wasmi.profile;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** The growth of a memory, for the flight recorder. */
@Name("org.wasmi.MemoryGrowth")
@Label("Wasm Memory Growth")
@Description("A Wasm memory has grown, or has failed to")
@Category("WebAssembly")
@StackTrace(false)
final class MemoryGrowthEvent extends Event {
    @Label("Size Before")
    @DataAmount
    long before;

    @Label("Size After")
    @DataAmount
    long after;
}
