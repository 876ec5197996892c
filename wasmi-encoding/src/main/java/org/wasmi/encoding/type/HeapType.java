package org.wasmi.encoding.type;

/** A heap type: the type of the object that a reference refers to (Wasm specification, 2.3 "Heap types"). */
public sealed interface HeapType permits AbstractHeapType, TypeUse, DefinedType {}
