package org.wasmi.codegen;

/**
 * In a node, which returns the node to go on with, or none for the frame on top.
 *
 * @param tail whether the successor is invoked at once rather than returned
 */
record NodeFlow(boolean tail) implements Flow {

    @Override
    public String next() {
        return tail ? "return next.execute(machine, st, fp);" : "return next;";
    }

    @Override
    public String jump() {
        return tail ? "return jump(target, machine, st, fp);" : "return target;";
    }

    @Override
    public String jumpTo(String entry) {
        return tail ? "return jump(targets[" + entry + "], machine, st, fp);" : "return targets[" + entry + "];";
    }

    @Override
    public String resume() {
        return "return null;";
    }

    @Override
    public String targetCount() {
        return "targets.length";
    }

    @Override
    public String nextPosition() {
        return "end";
    }

    @Override
    public String memoryGrown() {
        return "machine.refresh();";
    }
}
