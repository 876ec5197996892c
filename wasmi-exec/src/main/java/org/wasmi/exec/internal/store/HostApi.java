package org.wasmi.exec.internal.store;

/**
 * The key to constructors of run-time classes that the host API extends, and nothing else. Other modules have no such
 * key, so that they cannot extend these classes.
 */
public enum HostApi {
    /** The only one. */
    KEY
}
