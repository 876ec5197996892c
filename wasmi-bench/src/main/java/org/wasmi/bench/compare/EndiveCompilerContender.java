package org.wasmi.bench.compare;

import java.lang.reflect.InvocationTargetException;
import java.util.function.Function;
import java.util.function.IntToLongFunction;
import run.endive.runtime.ExportFunction;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmModule;

/** Endive's compiler, which is an artifact of its own, of another version than the interpreter. */
final class EndiveCompilerContender implements Contender {

    @Override
    public IntToLongFunction load(byte[] wasm) {
        WasmModule module = Parser.parse(wasm);
        Instance instance =
                Instance.builder(module).withMachineFactory(compile(module)).build();
        ExportFunction function = instance.export("run");
        return size -> function.apply(size)[0];
    }

    @Override
    public Guest.Maker module(byte[] wasm) {
        WasmModule module = Parser.parse(wasm);
        Function<Instance, Machine> machines = compile(module);
        return (recording, host) ->
                EndiveGuest.make(Instance.builder(module).withMachineFactory(machines), recording, host);
    }

    @SuppressWarnings("unchecked")
    private static Function<Instance, Machine> compile(WasmModule module) {
        try {
            return (Function<Instance, Machine>) Class.forName("run.endive.compiler.MachineFactoryCompiler")
                    .getMethod("compile", WasmModule.class)
                    .invoke(null, module);
        } catch (InvocationTargetException error) {
            throw new IllegalStateException("Endive's compiler fails: " + error.getCause(), error);
        } catch (ReflectiveOperationException error) {
            throw new IllegalStateException("Endive's compiler is not there", error);
        }
    }
}
