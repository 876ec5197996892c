package org.wasmi.wasi;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/** Secure random numbers of the system. Loads the JDK's security providers when the first is needed, not before. */
final class SystemRandom implements RandomGenerator {

    private static final class Source {
        static final SecureRandom SECURE = new SecureRandom();
    }

    @Override
    public long nextLong() {
        return Source.SECURE.nextLong();
    }

    @Override
    public void nextBytes(byte[] bytes) {
        Source.SECURE.nextBytes(bytes);
    }
}
