package org.wasmi.testkit.arbitraries;

import static org.wasmi.encoding.type.ExternKind.FUNC;

import java.util.List;
import java.util.function.Consumer;
import org.wasmi.encoding.program.Export;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.ValType;
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
        environment.types().forEach(module::types);
        environment
                .hostFunctions()
                .forEach(each -> module.importFunction(HostModule.NAME, each.name(), signature(each.type())));
        environment.memories().forEach(this::memory);
        environment.tables().forEach(this::table);
        environment.tags().forEach(this::tag);
        globals();
        functions.forEach(function -> module.function(
                function.declared() == FunctionTree.ALONE ? module.typeIndex(function.type()) : function.declared(),
                code -> emitter(code, function.type().results()).emit(function)));
        environment.exports().forEach(this::export);
        if (environment.start() != Environment.NO_START) {
            module.start(environment.hostFunctions().size() + environment.start());
        }
        environment.elements().forEach(this::segment);
        environment.data().forEach(this::segment);
        return module.build();
    }

    private void memory(Environment.MemoryPart memory) {
        if (memory.imported()) {
            module.importMemory(HostModule.NAME, "memory", memory.type());
        } else {
            module.memory(memory.type());
        }
    }

    private void table(Environment.TablePart table) {
        if (table.imported()) {
            module.importTable(HostModule.NAME, "table", table.type());
        } else {
            module.table(table.type());
        }
    }

    private void tag(Environment.TagPart tag) {
        String signature = FunctionEmitter.signature(tag.carried(), List.of());
        if (tag.importedAs().isPresent()) {
            module.importTag(HostModule.NAME, tag.importedAs().get(), signature);
        } else {
            module.tag(signature);
        }
    }

    private void globals() {
        for (int i = 0; i <= environment.globals().size(); i++) {
            if (i == environment.fuelGlobal()) {
                module.global(new GlobalType(NumType.I32, true), code -> code.i32Const(environment.fuel()));
            }
            if (i < environment.globals().size()) {
                global(environment.globals().get(i));
            }
        }
    }

    private void global(Environment.GlobalPart global) {
        if (global.importedAs().isPresent()) {
            module.importGlobal(HostModule.NAME, global.importedAs().get(), global.type());
        } else {
            module.global(global.type(), expression(global.init()));
        }
    }

    private static String signature(FuncType type) {
        return FunctionEmitter.signature(type.params(), type.results());
    }

    private FunctionEmitter emitter(CodeBuilder code, List<ValType> results) {
        return new FunctionEmitter(module, environment, code, results);
    }

    private Consumer<CodeBuilder> expression(Node node) {
        return code -> emitter(code, node.types()).emit(node);
    }

    private void export(Export export) {
        boolean pays = export.kind() == FUNC && environment.fuel() != Environment.UNPAID;
        int index = pays ? entry(export.index()) : export.index();
        module.export(export.name(), export.kind(), index);
    }

    /** Adds a function for callers from outside, which provides the fuel, and returns its index. */
    private int entry(int function) {
        FuncType type =
                functions.get(function - environment.hostFunctions().size()).type();
        int index = module.count(FUNC);
        module.function(signature(type), code -> {
            code.i32Const(environment.fuel()).globalSet(environment.fuelGlobal());
            for (int i = 0; i < type.params().size(); i++) {
                code.localGet(i);
            }
            code.call(function);
        });
        return index;
    }

    private void segment(Environment.ElementPart segment) {
        List<Consumer<CodeBuilder>> items =
                segment.items().stream().map(this::expression).toList();
        int[] indices = segment.isFunctions()
                ? segment.items().stream()
                        .mapToInt(item -> item.immediates().get(0).intValue())
                        .toArray()
                : new int[0];
        switch (segment.mode()) {
            case ACTIVE -> {
                if (segment.isFunctions()) {
                    module.elements(segment.table(), expression(segment.offset()), indices);
                } else {
                    module.elements(segment.table(), expression(segment.offset()), segment.type(), items);
                }
            }
            case PASSIVE -> {
                if (segment.isFunctions()) {
                    module.passiveElements(indices);
                } else {
                    module.passiveElements(segment.type(), items);
                }
            }
            case DECLARATIVE -> module.declareElements(indices);
        }
    }

    private void segment(Environment.DataPart segment) {
        byte[] bytes = new byte[segment.bytes().size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = segment.bytes().get(i);
        }
        if (segment.mode() == Environment.Mode.PASSIVE) {
            module.passiveData(bytes);
        } else {
            module.data(segment.memory(), expression(segment.offset()), bytes);
        }
    }
}
