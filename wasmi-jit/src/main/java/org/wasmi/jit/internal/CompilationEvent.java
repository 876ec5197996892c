package org.wasmi.jit.internal;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A compilation, for the flight recorder. Nothing but {@link FlightRecorder} may refer to this class. */
@Name("org.wasmi.jit.Compilation")
@Label("Wasm Compilation")
@Description("A Wasm function has been compiled to JVM bytecode, or has turned out to stay in the interpreter")
@Category({"WebAssembly", "Compiler"})
@StackTrace(false)
final class CompilationEvent extends Event {
    @Label("Function Index")
    @Description("The index in the function index space of the module")
    int index;

    @Label("Function Name")
    @Description("The name in the name section of the module, if it has one")
    @Nullable
    String function;

    @Label("Module Name")
    @Nullable
    String module;

    @Label("Tier")
    @Description("'function': the whole function; 'loop': for frames that go on where the loop at a position begins")
    @Nullable
    String tier;

    @Label("Position")
    @Description("Where in the code execution begins; 0 for whole functions")
    int position;

    @Label("Instructions")
    @Description("Instructions of Wasmi's code, of which fused ones stand for several Wasm operators")
    int instructions;

    @Label("Class Size")
    @DataAmount
    int classBytes;

    @Label("Chunks")
    @Description("Methods between which the instructions are divided")
    int chunks;

    @Label("Declined")
    @Description("Why the function stays in the interpreter, if it does")
    @Nullable
    String declined;
}
