/**
 * For authors of encodings, translators and executors: a second implementation of each side of the bytecode.
 *
 * <ul>
 *   <li>{@link org.wasmi.testkit.encoding.RecordingEncoder} keeps what is written through it, as {@link
 *       org.wasmi.testkit.encoding.EncoderCall}s, which can be asserted and replayed onto any other encoder.
 *   <li>{@link org.wasmi.testkit.encoding.AssertingDecoder} fails where who reads does not keep to the instruction's
 *       {@link org.wasmi.encoding.Format}, or where the decoder behind it loses its way.
 *   <li>{@link org.wasmi.testkit.encoding.CheckedEncoding} is found by the name {@code checked} where the testkit is on
 *       the class path, as it is in tests: code that is translated into it is read through an asserting decoder, by whatever executor links it.
 * </ul>
 *
 * {@link org.wasmi.testkit.contract.EncodingContract} has the tests for an encoding.
 */
@NullMarked
package org.wasmi.testkit.encoding;

import org.jspecify.annotations.NullMarked;
