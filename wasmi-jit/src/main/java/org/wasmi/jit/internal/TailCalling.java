package org.wasmi.jit.internal;

/**
 * What the class of a function with tail calls of other functions implements: its method {@link ClassMaker#BODY} goes on
 * with the functions that are called in its place, one after the other, so that the Java stack does not grow; {@link
 * ClassMaker#TAIL_CALLING_BODY} has the instructions.
 */
public interface TailCalling {}
