package org.wasmi.encoding.type;

import java.util.Objects;
import java.util.function.IntFunction;

/**
 * A table type (Wasm specification, 2.3.11).
 *
 * @param address the type of indices
 * @param element the type of the elements
 * @param limits the size range, in elements
 */
public record TableType(AddressType address, RefType element, Limits limits) implements ExternType {

    /** Checks for nulls. */
    public TableType {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(element, "element");
        Objects.requireNonNull(limits, "limits");
    }

    /** Creates the type of a table with 32-bit indices. */
    public TableType(RefType element, Limits limits) {
        this(AddressType.I32, element, limits);
    }

    /**
     * {@return the greatest number of elements that the declared size range may have (Wasm specification, 3.2.15),
     * unsigned}
     */
    public long maxSize() {
        return address == AddressType.I32 ? 0xFFFF_FFFFL : -1;
    }

    /** {@return the type with another size range} */
    public TableType withLimits(Limits value) {
        return new TableType(address, element, value);
    }

    /** {@return the type independent of its program, see {@link StorageType#closed}} */
    public TableType closed(IntFunction<? extends DefinedType> defined) {
        return new TableType(address, element.closed(defined), limits);
    }

    /** {@return the type as in the text format, such as {@code 10 20 funcref}} */
    @Override
    public String toString() {
        return (address == AddressType.I32 ? "" : address + " ") + limits + " " + element;
    }
}
