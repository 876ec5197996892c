/**
 * Builders of Wasm binaries for tests. The other packages of the testkit:
 *
 * <ul>
 *   <li>{@link org.wasmi.testkit.contract}: what every executor and every encoding has to do, as suites of tests, each run by
 *       a subclass of three lines. Begin there.
 *   <li>{@link org.wasmi.testkit.encoding}: a recording encoder and an asserting decoder.
 *   <li>{@link org.wasmi.testkit.arbitraries}: generated instructions, code, programs and modules, valid and malformed.
 *   <li>{@link org.wasmi.testkit.oracle}, {@link org.wasmi.testkit.differential}: an interpreter that shares no code with
 *       executors, and the comparison of executors with it.
 *   <li>{@link org.wasmi.testkit.spec}, {@link org.wasmi.testkit.trace}: the official suite, and recorded runs.
 * </ul>
 */
@NullMarked
package org.wasmi.testkit;

import org.jspecify.annotations.NullMarked;
