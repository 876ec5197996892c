package org.wasmi.testkit.arbitraries;

import static org.wasmi.encoding.program.ExternKind.FUNC;
import static org.wasmi.encoding.program.ExternKind.GLOBAL;
import static org.wasmi.encoding.program.ExternKind.MEMORY;
import static org.wasmi.encoding.program.ExternKind.TABLE;

import java.util.List;
import java.util.stream.IntStream;
import org.wasmi.encoding.program.FuncType;
import org.wasmi.encoding.program.GlobalType;
import org.wasmi.encoding.program.NumType;
import org.wasmi.testkit.CodeBuilder;
import org.wasmi.testkit.ModuleBuilder;

/** Writes a generated module as a binary. */
final class ModuleEmitter {
    private final Environment environment;
    private final List<FunctionTree> functions;
    private final ModuleBuilder module = new ModuleBuilder();

    ModuleEmitter(Environment environment, List<FunctionTree> functions) {
        this.environment = environment;
        this.functions = functions;
    }

    byte[] emit() {
        environment.memories().forEach(module::memory);
        for (int i = 0; i < environment.memories().size(); i++) {
            module.export("memory" + i, MEMORY, i);
        }
        for (int i = 0; i < environment.tables().size(); i++) {
            module.table(environment.tables().get(i)).export("table" + i, TABLE, i);
        }
        module.global(new GlobalType(NumType.I32, true), code -> code.i32Const(environment.fuel()));
        environment.globals().forEach(global -> module.global(global.type(), code -> expression(code, global.init())));
        for (int i = 0; i <= environment.globals().size(); i++) {
            module.export("global" + i, GLOBAL, i);
        }
        functions.forEach(function -> module.function(signature(function.type()), code -> body(code, function)));
        for (int i = 0; i < functions.size(); i++) {
            entry(i);
        }
        int[] all = IntStream.range(0, functions.size()).toArray();
        module.declareElements(all);
        environment.elements().forEach(this::segment);
        environment.data().forEach(this::segment);
        return module.build();
    }

    private static String signature(FuncType type) {
        return FunctionEmitter.signature(type.params(), type.results());
    }

    /** A function for callers from outside: it provides the fuel. */
    private void entry(int function) {
        FuncType type = functions.get(function).type();
        String name = WasmModule.exportName(function);
        int index = module.count(FUNC);
        module.function(signature(type), code -> {
            code.i32Const(environment.fuel()).globalSet(Environment.FUEL);
            for (int i = 0; i < type.params().size(); i++) {
                code.localGet(i);
            }
            code.call(function);
        });
        module.export(name, FUNC, index);
    }

    private void body(CodeBuilder code, FunctionTree function) {
        new FunctionEmitter(module, functions, code, function).emit();
    }

    private void expression(CodeBuilder code, Node node) {
        new FunctionEmitter(module, functions, code, functions.get(0)).emit(node);
    }

    private void segment(Environment.ElementPart segment) {
        int[] indices = segment.functions().stream().mapToInt(i -> i).toArray();
        if (segment.table() < 0) {
            module.passiveElements(indices);
        } else {
            module.elements(segment.table(), code -> code.i32Const(segment.offset()), indices);
        }
    }

    private void segment(Environment.DataPart segment) {
        byte[] bytes = new byte[segment.bytes().size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = segment.bytes().get(i);
        }
        if (segment.memory() < 0) {
            module.passiveData(bytes);
        } else {
            module.data(segment.memory(), code -> code.i32Const(segment.offset()), bytes);
        }
    }
}
