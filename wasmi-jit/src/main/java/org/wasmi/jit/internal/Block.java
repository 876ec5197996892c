package org.wasmi.jit.internal;

import java.util.ArrayList;
import java.util.List;

/** Instructions that are executed one after the other: a basic block. */
final class Block {
    /** Its number, in the order of the code. */
    final int number;

    /** Its first instruction. */
    final int first;

    /** Behind its last instruction. */
    int end;

    /** Whether a block from it on may lead back to it. */
    boolean beginsLoop;

    final List<Block> successors = new ArrayList<>();
    final List<Block> predecessors = new ArrayList<>();

    Block(int number, int first) {
        this.number = number;
        this.first = first;
    }
}
