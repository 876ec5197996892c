package org.wasmi.encoding;

/**
 * Thrown for an executor or encoding that cannot be used: two have the same name, it was built for another version of
 * the instruction set, or it breaks the contract of its interface. The message names all providers involved.
 */
public final class ProviderException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    /** Creates an exception that names the providers at fault. */
    public ProviderException(String message) {
        super(message);
    }
}
