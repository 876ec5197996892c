package org.wasmi.jit.internal;

/** The internal names of the classes that compiled code refers to. */
final class Names {
    static final String CONTEXT = Context.class.getName().replace('.', '/');
    static final String CALLABLE = Callable.class.getName().replace('.', '/');
    static final String EXACT_CODE = ExactCode.class.getName().replace('.', '/');
    static final String ACCESS = Access.class.getName().replace('.', '/');
    static final String VAR_HANDLE = "java/lang/invoke/VarHandle";
    static final String NUMERICS = "org/wasmi/encoding/numeric/Numerics";

    static final String LEAVING = Leaving.class.getName().replace('.', '/');
    static final String TAIL_CALLING = TailCalling.class.getName().replace('.', '/');
    static final String FUNCTION_STATE = "org/wasmi/exec/runtime/FunctionState";
    static final String ANY_MEMORY = AnyMemory.class.getName().replace('.', '/');
    static final String INSTANCE = "org/wasmi/exec/runtime/InstanceState";
    static final String GLOBAL_STATE = "org/wasmi/exec/runtime/GlobalState";
    static final String I31 = "org/wasmi/exec/runtime/I31";
    static final String STRUCT = "org/wasmi/exec/runtime/StructRef";
    static final String STRUCT_ACCESS = "org/wasmi/exec/runtime/StructAccess";

    private Names() {}
}
