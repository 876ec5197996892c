package org.wasmi.bench.compare;

import java.util.List;
import java.util.function.IntToLongFunction;

/** An engine under comparison. */
interface Contender {

    /** Wasmi's executors, then what they are compared with. */
    List<String> NAMES = List.of(
            "switch",
            "indirect",
            "direct",
            "tail",
            "compiled",
            "tiered",
            "naive",
            "endive",
            "endive-compiler",
            "graalwasm");

    /** V8, as Node.js has it, which is no default: it is looked for on the path. */
    String NODE = "node";

    /** The executors that Wasmi ships. */
    List<String> OURS = NAMES.subList(0, 6);

    /** GraalWasm with the Graal compiler, which is no default: it needs the JDK that the compiler is made for. */
    String GRAALWASM_COMPILER = "graalwasm-compiler";

    /** The engines of others. Their jars are in folders of their own, see {@link Fork}. */
    List<String> PEERS = List.of("endive", "endive-compiler", "graalwasm", GRAALWASM_COMPILER);

    /** Ends the name of one of Wasmi's executors that runs metered code. */
    String METERED = "+fuel";

    /** Ends the name of a contender that another build brings, see {@link Fork}. */
    String OF_BASE = "@base";

    /**
     * {@return the function {@code run} of a new instance of a workload's module}
     *
     * @throws RuntimeException if the engine cannot do that, for instance since it lacks a proposal
     */
    IntToLongFunction load(byte[] wasm);

    /**
     * {@return what makes instances of a module, which share what the engine has compiled}
     *
     * @throws RuntimeException if the engine cannot do that
     */
    default Guest.Maker module(byte[] wasm) {
        throw new UnsupportedOperationException("no recordings are replayed on this engine");
    }

    /** {@return the name of the same contender on code that is not metered} */
    static String withoutMetering(String name) {
        return name.substring(0, name.length() - METERED.length());
    }

    /** {@return the name of the same contender of this build} */
    static String withoutBuild(String name) {
        return name.endsWith(OF_BASE) ? name.substring(0, name.length() - OF_BASE.length()) : name;
    }

    /** {@return the contender of a name} */
    static Contender named(String name) {
        return switch (name) {
            case "endive" -> new EndiveContender();
            case "endive-compiler" -> new EndiveCompilerContender();
            case "graalwasm" -> new GraalWasmContender(false);
            case GRAALWASM_COMPILER -> new GraalWasmContender(true);
            default ->
                name.endsWith(METERED)
                        ? new WasmiContender(withoutMetering(name), true)
                        : new WasmiContender(name, false);
        };
    }
}
