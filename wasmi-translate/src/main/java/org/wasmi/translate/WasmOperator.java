package org.wasmi.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.wasmi.translate.binary.ModuleLayout;
import org.wasmi.translate.internal.binary.BinaryReader;
import org.wasmi.translate.internal.function.OperatorListing;

/**
 * One operator of a function body, as text.
 *
 * @param offset the offset of its first byte from the start of the module
 * @param nesting the number of blocks around it, the function itself not counted
 * @param text the operator in the text format, such as {@code i32.const 5} or {@code block (result i32)}
 */
public record WasmOperator(int offset, int nesting, String text) {

    /** Checks for nulls. */
    public WasmOperator {
        Objects.requireNonNull(text, "text");
    }

    /**
     * {@return the operators of a function body, in order; they need not be valid}
     *
     * @param wasm the module
     * @param body the position of the body in the module
     * @throws org.wasmi.encoding.error.MalformedException if the body does not decode
     */
    public static List<WasmOperator> list(byte[] wasm, ModuleLayout.Body body) {
        List<WasmOperator> operators = new ArrayList<>();
        OperatorListing.read(
                new BinaryReader(wasm, body.offset(), body.offset() + body.size()),
                (offset, nesting, text) -> operators.add(new WasmOperator(offset, nesting, text)));
        return operators;
    }

    /** {@return the text, indented by the nesting} */
    @Override
    public String toString() {
        return "  ".repeat(nesting) + text;
    }
}
