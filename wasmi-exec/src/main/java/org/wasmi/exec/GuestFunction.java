package org.wasmi.exec;

import org.jspecify.annotations.Nullable;

/** A function that an instance defines. */
public final class GuestFunction extends WasmFunction {

    /** The index of what is not in the function index space: the code of a constant expression. */
    static final int NO_INDEX = -1;

    private final Instance instance;
    private final int index;

    /** Once it has been linked. */
    private @Nullable FunctionCode code;

    GuestFunction(RuntimeType type, Instance instance, int index) {
        super(type);
        this.instance = instance;
        this.index = index;
    }

    /** Makes a function of a constant expression. */
    GuestFunction(RuntimeType type, Instance instance, LinkedCode linked) {
        this(type, instance, NO_INDEX);
        this.code = new FunctionCode(linked);
    }

    /** {@return the instance that defines it} */
    public Instance instance() {
        return instance;
    }

    @Override
    public Store store() {
        return instance.store();
    }

    /** {@return its name, or its index, and its type} */
    @Override
    public String toString() {
        return instance.program().names().function(index).orElse("func[" + index + "]") + " " + type();
    }

    /** {@return its index in the function index space of its instance} */
    public int index() {
        return index;
    }

    /**
     * {@return the code that new frames run, translated and linked if this is the first time that any instance asks for
     * it}
     *
     * @throws org.wasmi.encoding.error.WasmException if the code is translated only now and cannot be
     */
    LinkedCode linked() {
        FunctionCode known = code;
        return known != null ? known.current() : link().current();
    }

    void replaceCode(LinkedCode replacement) {
        FunctionCode known = code;
        (known != null ? known : instance.link(index)).replace(replacement); // which is no call, to be paid for
    }

    LinkRequest linkRequest() {
        return index == NO_INDEX
                ? new LinkRequest(linked().code(), instance.program(), index)
                : instance.linkRequest(index);
    }

    private FunctionCode link() {
        instance.chargeFirstCall(index);
        FunctionCode linked = instance.link(index);
        code = linked;
        return linked;
    }
}
