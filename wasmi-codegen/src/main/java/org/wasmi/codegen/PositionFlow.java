package org.wasmi.codegen;

/**
 * Going on by position: in a loop, which has the position in {@code ip} and where {@code break} leads to the frame on
 * top; or in a method that returns the next position, or a negative number for the frame on top.
 *
 * @param inLoop which of the two
 * @param form what positions are
 * @param words the length of the instruction in words
 * @param memoryGrown the statements for after a memory has grown
 * @param beforeJump the statements for before {@code ip} becomes {@code target}, which leave the loop or do nothing;
 *     empty if there are none
 */
record PositionFlow(boolean inLoop, CodeForm form, int words, String memoryGrown, String beforeJump) implements Flow {

    @Override
    public String next() {
        return inLoop ? "ip += " + form.length(words) + ";\ncontinue;" : "return " + nextPosition() + ";";
    }

    @Override
    public String jump() {
        return go(form.target());
    }

    @Override
    public String jumpTo(String entry) {
        return go(form.target(entry));
    }

    private String go(String position) {
        if (!inLoop) {
            return "return " + position + ";";
        }
        return beforeJump.isEmpty()
                ? "ip = " + position + ";\ncontinue;"
                : "int target = " + position + ";\n" + beforeJump + "\nip = target;\ncontinue;";
    }

    @Override
    public String resume() {
        return inLoop ? "break;" : "return -1;";
    }

    @Override
    public String targetCount() {
        return form.targetCount();
    }

    @Override
    public String nextPosition() {
        return "ip + " + form.length(words);
    }
}
