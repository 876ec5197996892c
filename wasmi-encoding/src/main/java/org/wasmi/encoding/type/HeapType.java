package org.wasmi.encoding.type;

/** What a reference refers to (Wasm specification, 2.3 "Heap types"). */
public sealed interface HeapType permits AbstractHeapType, TypeUse, DefinedType {}
