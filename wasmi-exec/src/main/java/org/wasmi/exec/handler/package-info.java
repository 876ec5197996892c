/**
 * What each instruction does, ready for executors that want a loop of their own but not their own instructions: such as
 * one that counts, traces or looks for something. The executor {@code indirect} is made of this.
 *
 * <p>{@code docs/embedding.md} has a whole executor that counts, in sixty lines; {@code examples/custom-executor} is
 * one in a project of its own, with its tests, and {@code docs/executors.md} tells the rest.
 */
@NullMarked
package org.wasmi.exec.handler;

import org.jspecify.annotations.NullMarked;
