package org.wasmi.encoding.program;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Computes what identifies the code of programs, see {@link Program#digest}. */
public final class Digests {
    private Digests() {}

    /**
     * {@return the digest of a program}
     *
     * @param binary what it was made of
     * @param options those options that change the code, as text
     */
    public static String of(byte[] binary, String options) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(binary);
            digest.update(options.getBytes(StandardCharsets.UTF_8));
            StringBuilder text = new StringBuilder();
            for (byte each : digest.digest()) {
                text.append(Character.forDigit(each >> 4 & 0xF, 16)).append(Character.forDigit(each & 0xF, 16));
            }
            return text.toString();
        } catch (NoSuchAlgorithmException missing) { // each JDK has it
            throw new IllegalStateException(missing);
        }
    }
}
