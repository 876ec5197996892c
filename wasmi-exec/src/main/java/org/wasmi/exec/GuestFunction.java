package org.wasmi.exec;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.program.FuncType;

/** A function that an instance defines. */
public final class GuestFunction extends WasmFunction {
    private final Instance instance;
    private final int index;
    private @Nullable LinkedCode linked;

    GuestFunction(FuncType type, Instance instance, int index) {
        super(type);
        this.instance = Objects.requireNonNull(instance, "instance");
        this.index = index;
    }

    /** {@return the instance that defines it} */
    public Instance instance() {
        return instance;
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
        LinkedCode code = instance.link(index);
        linked = code;
        return code;
    }
}
