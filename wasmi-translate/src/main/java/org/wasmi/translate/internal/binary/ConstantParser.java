package org.wasmi.translate.internal.binary;

import org.wasmi.encoding.program.ConstExpr;
import org.wasmi.encoding.type.ValType;

/** Reads constant expressions (Wasm specification, 3.3.13). */
@FunctionalInterface
public interface ConstantParser {

    /**
     * {@return a constant expression, validated, read up to and including its {@code end}}
     *
     * @param reader where it begins
     * @param expected the type that its value must have
     * @param usableGlobals how many of the globals it may refer to
     */
    ConstExpr constant(BinaryReader reader, ValType expected, int usableGlobals);
}
