package org.wasmi.testkit.encoding;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.FrameShape;
import org.wasmi.encoding.HandlerTable;
import org.wasmi.encoding.InstructionEncoder;
import org.wasmi.encoding.Label;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.Patch;

/**
 * An encoder that passes each call on to another one and records it if the other one accepts it. Misuse ends as it does
 * with the other encoder, and is not recorded. For the code of one function, and not thread-safe, as every encoder. The
 * record remains available when the code is finished.
 *
 * <pre>{@code
 * RecordingEncoder recording = new RecordingEncoder();
 * writeSomething(new InstructionWriter(recording));
 * recording.assertCalls(new EncoderCall.Begin(Op.RETURN), new EncoderCall.Finish(frame));
 * Code compact = recording.replay(Encodings.named("compact").encoder()).orElseThrow();
 * }</pre>
 */
public final class RecordingEncoder extends ForwardingEncoder {
    private final List<EncoderCall> calls = new ArrayList<>();

    /** Creates an encoder of canonical code. */
    public RecordingEncoder() {
        this(Encodings.named(Encodings.WORDS).encoder());
    }

    /**
     * Creates an encoder in front of another one.
     *
     * @param to the encoder of the code; nothing else may call it
     */
    public RecordingEncoder(InstructionEncoder to) {
        super(to);
    }

    /** {@return the calls so far, in order, as an immutable list} */
    public List<EncoderCall> calls() {
        return List.copyOf(calls);
    }

    /**
     * Asserts that exactly these calls were made, in this order.
     *
     * @throws AssertionError if not; the message tells the first difference and what was called before it
     */
    public void assertCalls(EncoderCall... expected) {
        assertCalls(List.of(expected));
    }

    /**
     * Asserts that exactly these calls were made, in this order, such as those that another encoder has recorded.
     *
     * @throws AssertionError if not; the message tells the first difference and what was called before it
     */
    public void assertCalls(List<EncoderCall> expected) {
        for (int i = 0; i < Math.max(expected.size(), calls.size()); i++) {
            Optional<EncoderCall> wanted = callAt(expected, i);
            Optional<EncoderCall> made = callAt(calls, i);
            if (!wanted.equals(made)) {
                throw new AssertionError("call " + i + " is " + name(made) + ", not " + name(wanted)
                        + "; the calls before it: " + calls.subList(Math.max(0, i - 8), i));
            }
        }
    }

    private static Optional<EncoderCall> callAt(List<EncoderCall> list, int index) {
        return index < list.size() ? Optional.of(list.get(index)) : Optional.empty();
    }

    private static String name(Optional<EncoderCall> call) {
        return call.map(EncoderCall::toString).orElse("missing");
    }

    /**
     * Makes the same calls to another encoder.
     *
     * @param other a new encoder
     * @return the code, if the last call was {@code finish}
     */
    public Optional<Code> replay(InstructionEncoder other) {
        Map<Label, Label> labels = new HashMap<>();
        Map<Patch, Patch> patches = new HashMap<>();
        Optional<Code> code = Optional.empty();
        for (EncoderCall call : calls) {
            if (call instanceof EncoderCall.Begin begin) {
                other.begin(begin.op());
            } else if (call instanceof EncoderCall.Operand operand) {
                other.operand(operand.value());
            } else if (call instanceof EncoderCall.Wide wide) {
                other.wide(wide.value());
            } else if (call instanceof EncoderCall.NewLabel label) {
                labels.put(label.made(), other.newLabel());
            } else if (call instanceof EncoderCall.Branch branch) {
                other.branch(made(labels, branch.target()));
            } else if (call instanceof EncoderCall.Bind bind) {
                other.bind(made(labels, bind.label()));
            } else if (call instanceof EncoderCall.NewPatch patch) {
                patches.put(patch.made(), other.patch());
            } else if (call instanceof EncoderCall.Set set) {
                other.set(made(patches, set.patch()), set.value());
            } else if (call instanceof EncoderCall.Source source) {
                other.source(source.byteOffset());
            } else if (call instanceof EncoderCall.Handler handler) {
                other.handler(
                        handler.clause(),
                        made(labels, handler.from()),
                        made(labels, handler.to()),
                        handler.tag(),
                        made(labels, handler.target()),
                        handler.slot());
            } else if (call instanceof EncoderCall.Finish finish) {
                code = Optional.of(other.finish(finish.frame()));
            }
        }
        return code;
    }

    private static <T> T made(Map<T, T> made, T recorded) {
        T other = made.get(recorded);
        if (other == null) {
            throw new IllegalStateException(recorded + " was not made by this encoder, yet accepted");
        }
        return other;
    }

    /** {@return the calls, a line for each} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        calls.forEach(call -> text.append(call).append('\n'));
        return text.toString();
    }

    @Override
    public void begin(Op op) {
        super.begin(op);
        calls.add(new EncoderCall.Begin(op));
    }

    @Override
    public void operand(int value) {
        super.operand(value);
        calls.add(new EncoderCall.Operand(value));
    }

    @Override
    public void wide(long value) {
        super.wide(value);
        calls.add(new EncoderCall.Wide(value));
    }

    @Override
    public void branch(Label target) {
        super.branch(target);
        calls.add(new EncoderCall.Branch(target));
    }

    @Override
    public Patch patch() {
        Patch made = super.patch();
        calls.add(new EncoderCall.NewPatch(made));
        return made;
    }

    @Override
    public void set(Patch patch, int value) {
        super.set(patch, value);
        calls.add(new EncoderCall.Set(patch, value));
    }

    @Override
    public Label newLabel() {
        Label made = super.newLabel();
        calls.add(new EncoderCall.NewLabel(made));
        return made;
    }

    @Override
    public void bind(Label label) {
        super.bind(label);
        calls.add(new EncoderCall.Bind(label));
    }

    @Override
    public void source(int byteOffset) {
        super.source(byteOffset);
        calls.add(new EncoderCall.Source(byteOffset));
    }

    @Override
    public void handler(HandlerTable.Clause clause, Label from, Label to, int tag, Label target, int slot) {
        super.handler(clause, from, to, tag, target, slot);
        calls.add(new EncoderCall.Handler(clause, from, to, tag, target, slot));
    }

    @Override
    public Code finish(FrameShape frame) {
        Code code = super.finish(frame);
        calls.add(new EncoderCall.Finish(frame));
        return code;
    }
}
