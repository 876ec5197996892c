package org.wasmi.codegen;

import org.wasmi.encoding.Op;

/** In the loop of {@code switch}: {@code ip} moves on; {@code break} leads to the frame on top. */
record LoopFlow(Op op) implements Flow {

    @Override
    public String next() {
        return "ip += " + op.format().words() + ";\ncontinue;";
    }

    @Override
    public String jump() {
        return "ip += code[ip + 1];\ncontinue;";
    }

    @Override
    public String jumpTo(String entry) {
        return "ip += code[ip + 3 + " + entry + "];\ncontinue;";
    }

    @Override
    public String resume() {
        return "break;";
    }

    @Override
    public String targetCount() {
        return "code[ip + 2]";
    }

    @Override
    public String nextPosition() {
        return "ip + " + op.format().words();
    }

    @Override
    public String memoryGrown() {
        return "mem = instance.memoryArray();\nsize = instance.memorySize();";
    }
}
