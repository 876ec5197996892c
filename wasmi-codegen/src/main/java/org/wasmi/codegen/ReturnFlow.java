package org.wasmi.codegen;

import org.wasmi.encoding.Op;

/**
 * In a method that returns the next position in canonical code, or a negative number for the frame on top.
 *
 * @param op the instruction
 * @param memoryGrown the statement for after a memory has grown
 */
record ReturnFlow(Op op, String memoryGrown) implements Flow {

    @Override
    public String next() {
        return "return ip + " + op.format().words() + ";";
    }

    @Override
    public String jump() {
        return "return ip + code[ip + 1];";
    }

    @Override
    public String jumpTo(String entry) {
        return "return ip + code[ip + 3 + " + entry + "];";
    }

    @Override
    public String resume() {
        return "return -1;";
    }

    @Override
    public String targetCount() {
        return "code[ip + 2]";
    }

    @Override
    public String nextPosition() {
        return "ip + " + op.format().words();
    }
}
