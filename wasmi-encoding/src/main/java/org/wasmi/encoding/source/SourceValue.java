package org.wasmi.encoding.source;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The value of a variable of the source, or of a part of it. It is read from the guest when one of its methods is
 * called, so that it is to be used only while the guest is stopped. Each method does a bounded amount of work, whatever
 * the debugging information says.
 */
public interface SourceValue {

    /** {@return the name of the variable or member, or the number of the element in brackets} */
    String name();

    /** {@return the type, much as the source has it, if it is known} */
    Optional<String> type();

    /** {@return the value as a text for people; it says so if the value is not available} */
    String text();

    /** {@return what a pointer points to, and where in the first memory other values are, if they are there} */
    OptionalLong address();

    /**
     * {@return the members of a structure, the elements of an array, or what a pointer points to} Of long arrays, these
     * are the first 1,000 elements.
     */
    List<SourceValue> members();
}
