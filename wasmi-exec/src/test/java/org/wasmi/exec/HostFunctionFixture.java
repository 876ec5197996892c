package org.wasmi.exec;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.ValType;

/** For tests of Java as host functions: a linker for them, and a guest that calls them. */
abstract class HostFunctionFixture extends ImageFixture {
    final Store store;
    final Linker linker = new Linker();

    HostFunctionFixture(String executor, @Nullable String imageCode) {
        super(imageCode);
        store = Engine.create(EngineConfig.DEFAULT.withExecutor(executor)).newStore();
    }

    /** Has a guest call a function of the module {@code env}. {@return its results} */
    final List<Value> call(String name, List<ValType> params, List<ValType> results, Value... arguments) {
        FuncType type = Guest.type(params, results);
        return linker.instantiate(
                        store,
                        new Guest()
                                .imports("env", name, type)
                                .export(name, ExternKind.FUNC, 0)
                                .build())
                .function(name)
                .call(arguments);
    }
}
