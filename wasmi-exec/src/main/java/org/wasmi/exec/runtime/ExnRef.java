package org.wasmi.exec.runtime;

import org.jspecify.annotations.Nullable;

/**
 * An exception instance (Wasm specification, 4.2.12), which the reference half of a slot may hold.
 *
 * @param tag its tag
 * @param bits the numeric halves of the slots that the values take which it carries
 * @param references the reference halves of those slots
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and never handed out
record ExnRef(TagState tag, long[] bits, @Nullable Object[] references) {}
