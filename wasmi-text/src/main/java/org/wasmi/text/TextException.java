package org.wasmi.text;

import java.util.List;
import java.util.stream.Collectors;

/** Thrown for text that is not a module or a script. It has at least one error, in the order of the text. */
public final class TextException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final transient List<TextError> errors;

    /**
     * Creates an exception.
     *
     * @param errors what is wrong, at least one
     */
    public TextException(List<TextError> errors) {
        super(errors.stream().map(TextError::toString).collect(Collectors.joining("\n")));
        this.errors = List.copyOf(errors);
    }

    /** {@return what is wrong, in the order of the text} */
    public List<TextError> errors() {
        return errors;
    }
}
