/**
 * What each instruction does, ready for executors that want a loop of their own but not their own instructions: such as one
 * that counts, traces or looks for something. The executor {@code indirect} is made of this.
 */
@NullMarked
package org.wasmi.exec.handler;

import org.jspecify.annotations.NullMarked;
