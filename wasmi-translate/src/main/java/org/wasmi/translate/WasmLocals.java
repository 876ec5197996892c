package org.wasmi.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.wasmi.encoding.type.ValType;
import org.wasmi.translate.binary.ModuleLayout;
import org.wasmi.translate.internal.binary.BinaryReader;
import org.wasmi.translate.internal.function.OperatorListing;

/**
 * Consecutive locals of a function body that are declared together (Wasm specification, 5.5.13). Parameters are not
 * among them.
 *
 * @param count how many, as an unsigned number
 * @param type the type of each
 */
public record WasmLocals(int count, ValType type) {

    /** Checks for nulls. */
    public WasmLocals {
        Objects.requireNonNull(type, "type");
    }

    /**
     * {@return the declarations of a function body, in order; they need not be valid}
     *
     * @param wasm the module
     * @param body the position of the body in the module
     * @throws org.wasmi.encoding.error.MalformedException if they do not decode
     */
    public static List<WasmLocals> list(byte[] wasm, ModuleLayout.Body body) {
        List<WasmLocals> declarations = new ArrayList<>();
        OperatorListing.readLocals(
                new BinaryReader(wasm, body.offset(), body.offset() + body.size()),
                (count, type) -> declarations.add(new WasmLocals(count, type)));
        return declarations;
    }
}
