package org.wasmi.exec;

import org.jspecify.annotations.Nullable;

/** A function that an instance defines. */
public final class GuestFunction extends WasmFunction {

    /** The index of what is not in the function index space: the code of a constant expression. */
    static final int NO_INDEX = -1;

    private final Instance instance;
    private final int index;
    private @Nullable LinkedCode linked;

    GuestFunction(Signature signature, Instance instance, int index) {
        super(signature);
        this.instance = instance;
        this.index = index;
    }

    /** Makes a function of a constant expression. */
    GuestFunction(Signature signature, Instance instance, LinkedCode linked) {
        this(signature, instance, NO_INDEX);
        this.linked = linked;
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
     * {@return its code, translated and linked if this is the first time that any instance asks for it}
     *
     * @throws org.wasmi.encoding.WasmException if the code is translated only now and cannot be
     */
    public LinkedCode linked() {
        LinkedCode code = linked;
        return code != null ? code : link();
    }

    private LinkedCode link() {
        instance.chargeFirstCall(index);
        LinkedCode code = instance.link(index);
        linked = code;
        return code;
    }
}
