package org.wasmi.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.SourceMap;
import org.wasmi.encoding.text.Disassembler;
import org.wasmi.translate.WasmOperator;

/**
 * The operators of a function on the left and its code on the right. The code's source map says of some instructions
 * which operator they come from: these pairs share a line. What lies between two pairs is lined up by its end, since an
 * instruction is made when its last operator is seen.
 */
final class SideBySide {
    private static final int LEFT_WIDTH = 48;
    private static final int OFFSET_WIDTH = 8;
    private static final int POSITION_WIDTH = 6;

    private final List<WasmOperator> operators;
    private final List<String> rights = new ArrayList<>();
    /** By line on the right: the offset of the operator that it is known to come from. */
    private final List<Optional<Integer>> origins = new ArrayList<>();

    private final List<String> lines = new ArrayList<>();

    private SideBySide(List<WasmOperator> operators, Code code) {
        this.operators = operators;
        int before = SourceMap.UNKNOWN;
        for (Disassembler.Line each : Disassembler.lines(code)) {
            each.label().ifPresent(label -> {
                rights.add(label + ":");
                origins.add(Optional.empty());
            });
            int offset = code.sources().offsetAt(each.position());
            rights.add(Text.aligned(Integer.toString(each.position()), POSITION_WIDTH) + "  " + each.text());
            origins.add(offset == before ? Optional.empty() : Optional.of(offset));
            before = offset;
        }
    }

    static List<String> lines(List<WasmOperator> operators, Code code) {
        SideBySide sides = new SideBySide(operators, code);
        sides.layOut();
        return sides.lines;
    }

    private void layOut() {
        int left = 0;
        int right = 0;
        for (int i = 0; i < rights.size(); i++) {
            if (origins.get(i).isPresent()) {
                int operator = indexOf(origins.get(i).get(), left);
                if (operator >= 0) {
                    between(left, operator, right, i);
                    line(left(operator), rights.get(i));
                    left = operator + 1;
                    right = i + 1;
                }
            }
        }
        between(left, operators.size(), right, rights.size());
    }

    /** {@return the operator at an offset, from one on, or -1 if there is none} */
    private int indexOf(int offset, int from) {
        for (int i = from; i < operators.size() && operators.get(i).offset() <= offset; i++) {
            if (operators.get(i).offset() == offset) {
                return i;
            }
        }
        return -1;
    }

    private void between(int left, int leftEnd, int right, int rightEnd) {
        int rows = Math.max(leftEnd - left, rightEnd - right);
        for (int row = rows; row > 0; row--) {
            line(
                    leftEnd - row >= left ? left(leftEnd - row) : "",
                    rightEnd - row >= right ? rights.get(rightEnd - row) : "");
        }
    }

    private String left(int index) {
        WasmOperator operator = operators.get(index);
        return Text.aligned(Integer.toHexString(operator.offset()), OFFSET_WIDTH) + "  " + operator;
    }

    private void line(String left, String right) {
        lines.add((Text.padded(left, LEFT_WIDTH) + "| " + right).stripTrailing());
    }
}
