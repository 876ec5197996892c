package org.wasmi.generate;

import com.palantir.javapoet.TypeName;
import java.util.List;
import org.wasmi.encoding.type.NumType;

/** A type of Java that signatures name, and how its values look as numbers of Wasm and in memory. */
sealed interface DataType permits DataTypes.Scalar, DataTypes.Block, DataTypes.CText, DataTypes.Structure {

    /** {@return the type of Java} */
    TypeName java();

    /** {@return the parameters that carry a value} */
    List<NumType> flat();

    /** {@return how many bytes a value takes in memory} */
    int size();

    /** {@return what the address of a value in memory is a multiple of} */
    int alignment();

    /** {@return whether a value has a block of its own in memory, so that numbers alone do not carry it} */
    boolean usesMemory();

    /** {@return a part of the name of methods that convert the type} */
    String label();
}
