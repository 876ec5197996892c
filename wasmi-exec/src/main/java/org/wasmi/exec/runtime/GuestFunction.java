package org.wasmi.exec.runtime;

import org.jspecify.annotations.Nullable;
import org.wasmi.exec.internal.store.HostApi;

/** A function that an instance defines. The host API extends this class, and nothing else can. */
public non-sealed class GuestFunction extends FunctionState {
    private final InstanceState instance;
    private final int index;

    /** Once it has been linked. */
    private @Nullable FunctionCode code;

    /**
     * Makes a function.
     *
     * @param key what the host API has
     * @param type its type
     * @param instance the instance that defines it
     * @param index its index in the function index space of the instance
     */
    protected GuestFunction(HostApi key, RuntimeType type, InstanceState instance, int index) {
        super(key, type);
        this.instance = instance;
        this.index = index;
    }

    /** Makes a function of a constant expression. */
    GuestFunction(RuntimeType type, InstanceState instance, FrameCode linked) {
        this(HostApi.KEY, type, instance, UnlinkedCode.NO_INDEX);
        this.code = new FunctionCode(linked);
    }

    /** {@return the instance that defines it} */
    public InstanceState instance() {
        return instance;
    }

    /** {@return the store that it belongs to} */
    protected final StoreState owner() {
        return instance.owner();
    }

    /** {@return its name, or its index, and its type} */
    @Override
    public final String toString() {
        return instance.program().names().function(index).orElse("func[" + index + "]") + " " + type();
    }

    /** {@return its index in the function index space of its instance} */
    public final int index() {
        return index;
    }

    /**
     * {@return the code that new frames run, translated and linked if this is the first time that any instance asks for
     * it}
     *
     * @throws org.wasmi.encoding.error.WasmException if the code is translated only now and cannot be
     */
    final FrameCode linked() {
        FunctionCode known = code;
        return known != null ? known.current() : link().current();
    }

    final void replaceCode(FrameCode replacement) {
        FunctionCode known = code;
        (known != null ? known : instance.link(index)).replace(replacement); // which is no call, to be paid for
    }

    final UnlinkedCode unlinked() {
        return index == UnlinkedCode.NO_INDEX
                ? new UnlinkedCode(linked().code(), instance.program(), index, MemoryKind.NONE)
                : instance.unlinked(index);
    }

    private FunctionCode link() {
        instance.chargeFirstCall(index);
        FunctionCode linked = instance.link(index);
        code = linked;
        return linked;
    }
}
