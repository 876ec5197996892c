package org.wasmi.profile;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A translation, for the flight recorder. */
@Name("org.wasmi.Translation")
@Label("Wasm Translation")
@Description("A Wasm binary has been validated and translated")
@Category("WebAssembly")
@StackTrace(false)
final class TranslationEvent extends Event {
    @Label("Module Name")
    @Nullable
    String module;

    @Label("Functions")
    int functions;
}
