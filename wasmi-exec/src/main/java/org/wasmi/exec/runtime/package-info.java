/**
 * What runs: the world of executors, below the host API of package {@code org.wasmi.exec}, which extends its classes.
 *
 * <p>An {@link org.wasmi.exec.runtime.Executor} links {@link org.wasmi.encoding.Code} to {@link
 * org.wasmi.exec.runtime.LinkedCode} of its own and runs it on a {@link org.wasmi.exec.runtime.Machine}, which holds
 * the stacks. {@link org.wasmi.exec.runtime.Calls}, {@link org.wasmi.exec.runtime.MemoryAccess} and {@link
 * org.wasmi.exec.runtime.StoreAccess} are what executors have in common. What each instruction does is ready in {@code
 * org.wasmi.exec.handler}.
 *
 * <p>Classes whose names end in {@code State} are the run-time structure of the Wasm specification (4.2). Objects of
 * them are those that the host API hands out: an {@code Instance} is an {@link org.wasmi.exec.runtime.InstanceState}.
 * Executors reach what is in them through the classes above; hosts cannot.
 */
@NullMarked
package org.wasmi.exec.runtime;

import org.jspecify.annotations.NullMarked;
