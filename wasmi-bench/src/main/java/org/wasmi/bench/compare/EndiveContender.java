package org.wasmi.bench.compare;

import java.util.function.IntToLongFunction;
import run.endive.runtime.ExportFunction;
import run.endive.runtime.Instance;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmModule;

/** Endive's interpreter. */
final class EndiveContender implements Contender {

    @Override
    public IntToLongFunction load(byte[] wasm) {
        Instance instance = Instance.builder(Parser.parse(wasm)).build();
        ExportFunction function = instance.export("run");
        return size -> function.apply(size)[0];
    }

    @Override
    public Guest.Maker module(byte[] wasm) {
        WasmModule module = Parser.parse(wasm);
        return (recording, host) -> EndiveGuest.make(Instance.builder(module), recording, host);
    }
}
