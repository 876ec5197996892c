/**
 * Our executors, the naive baseline and the interpreters of others side by side: each workload on each of them, in a
 * JVM of its own, by turns. {@link org.wasmi.bench.compare.Compare} is the command.
 */
@NullMarked
package org.wasmi.bench.compare;

import org.jspecify.annotations.NullMarked;
