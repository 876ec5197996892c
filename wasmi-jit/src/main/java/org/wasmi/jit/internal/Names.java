package org.wasmi.jit.internal;

/** The internal names of the classes that compiled code refers to. */
final class Names {
    static final String CONTEXT = Context.class.getName().replace('.', '/');
    static final String CALLABLE = Callable.class.getName().replace('.', '/');
    static final String ACCESS = Access.class.getName().replace('.', '/');
    static final String VAR_HANDLE = "java/lang/invoke/VarHandle";
    static final String NUMERICS = "org/wasmi/encoding/numeric/Numerics";

    private Names() {}
}
