/**
 * The executors that interpret, found by name: {@code switch} (loop and match, the reference), {@code indirect} (a
 * table of handlers by code), {@code direct} (the handler stored with the instruction) and {@code tail} (each handler
 * invokes its successor). The handlers, and the loop of {@code switch}, are generated from the instruction set by
 * wasmi-codegen.
 */
@NullMarked
package org.wasmi.exec.internal.dispatch;

import org.jspecify.annotations.NullMarked;
