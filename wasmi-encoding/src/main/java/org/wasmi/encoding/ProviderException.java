package org.wasmi.encoding;

/**
 * An executor or encoding that cannot be used: two have the same name, it was built for another version of the
 * instruction set, or it breaks the contract of its interface. The message names it, and the other side.
 */
public final class ProviderException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    /** Makes an exception that names the providers at fault. */
    public ProviderException(String message) {
        super(message);
    }
}
