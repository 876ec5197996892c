package org.wasmi.bench.compare;

import java.util.ArrayList;
import java.util.List;
import run.endive.runtime.ByteArrayMemory;
import run.endive.runtime.HostFunction;
import run.endive.runtime.ImportMemory;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.MemoryLimits;
import run.endive.wasm.types.ValType;

/** An instance of Endive's. */
record EndiveGuest(Instance instance) implements Guest {

    /** Ends a builder that already knows the module, and how to run it. */
    static EndiveGuest make(Instance.Builder builder, Recording recording, Host host) {
        ImportValues.Builder imports = ImportValues.builder();
        for (Recording.Function each : recording.imports()) {
            FunctionType type = FunctionType.of(types(each.params()), types(each.result()));
            imports.addFunction(new HostFunction(
                    each.module(),
                    each.name(),
                    type,
                    (caller, arguments) -> each.result().isEmpty()
                            ? served(host, each, arguments)
                            : new long[] {host.call(each, arguments)}));
        }
        Recording.ImportedMemory memory = recording.memory();
        if (memory != null) {
            imports.addMemory(new ImportMemory(
                    memory.module(),
                    memory.name(),
                    new ByteArrayMemory(new MemoryLimits(memory.pages(), memory.max()))));
        }
        Instance instance = builder.withImportValues(imports.build())
                .withMemoryFactory(ByteArrayMemory::new)
                .build();
        return new EndiveGuest(instance);
    }

    private static long[] served(Host host, Recording.Function function, long[] arguments) {
        host.call(function, arguments);
        return new long[0];
    }

    private static List<ValType> types(String letters) {
        List<ValType> types = new ArrayList<>();
        for (int i = 0; i < letters.length(); i++) {
            types.add(
                    switch (letters.charAt(i)) {
                        case 'i' -> ValType.I32;
                        case 'l' -> ValType.I64;
                        case 'f' -> ValType.F32;
                        default -> ValType.F64;
                    });
        }
        return types;
    }

    @Override
    public long call(Recording.Function export, long[] arguments) {
        long[] results = instance.export(export.name()).apply(arguments);
        return export.result().isEmpty() ? 0 : results[0];
    }

    @Override
    public void write(int address, byte[] bytes) {
        instance.memory().write(address, bytes);
    }

    @Override
    public void grow(int pages) {
        instance.memory().grow(pages);
    }

    @Override
    public byte[] memory() {
        return instance.memory().readBytes(0, instance.memory().pages() << 16);
    }
}
