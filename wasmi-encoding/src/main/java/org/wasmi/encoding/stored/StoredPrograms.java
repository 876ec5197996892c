package org.wasmi.encoding.stored;

import java.util.zip.CRC32C;
import org.wasmi.encoding.Encoding;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.Isa;
import org.wasmi.encoding.error.InvalidException;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.encoding.error.ResourceException;
import org.wasmi.encoding.program.Digests;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.verify.Verifier;

/**
 * Writes programs as bytes and reads them. A program that is read is equal to the written one part by part, except that
 * it has no names of locals. Thread-safe.
 */
public final class StoredPrograms {

    /** The version of the format. It grows with every change; stored programs of another version are refused. */
    public static final int FORMAT_VERSION = 7;

    /** The first four bytes, as a little-endian number. */
    static final int MAGIC = 0x69_6D_77_00;

    static final int HEADER_SIZE = 20;

    private StoredPrograms() {}

    /** {@return whether bytes begin as a stored program does} */
    public static boolean isStored(byte[] bytes) {
        return bytes.length >= Integer.BYTES && new ByteReader(bytes, 0, bytes.length).fixed32() == MAGIC;
    }

    /** {@return a program as bytes, in the encoding {@link Encodings#COMPACT}} */
    public static byte[] write(Program program) {
        return write(program, Encodings.named(Encodings.COMPACT));
    }

    /**
     * {@return a program as bytes; the same program gives the same bytes}
     *
     * @param program the program; bodies that are not translated yet are translated now
     * @param encoding the encoding of the stored code; readers need it, too
     * @throws org.wasmi.encoding.error.WasmException if translation was deferred and fails, or the code does not decode
     * @throws IllegalArgumentException if a name is not valid Unicode
     */
    public static byte[] write(Program program, Encoding encoding) {
        byte[] payload = new ProgramWriter(program, encoding).write();
        ByteWriter writer = new ByteWriter();
        writer.fixed32(MAGIC);
        writer.fixed32(FORMAT_VERSION);
        writer.fixed32(Isa.version());
        writer.fixed32(payload.length);
        writer.fixed32(checksum(payload, 0));
        writer.bytes(payload);
        return writer.toByteArray();
    }

    /**
     * {@return a stored program, verified, with frames of at most {@link Verifier#MAX_SLOTS} slots, see {@link
     * #read(byte[], int)}}
     */
    public static Program read(byte[] bytes) {
        return read(bytes, Verifier.MAX_SLOTS);
    }

    /**
     * {@return a stored program, verified}
     *
     * @param bytes exactly the stored program
     * @param maxSlots the maximum number of slots of a frame
     * @throws MalformedException if the bytes are not a complete stored program of these versions, or its code does not
     *     decode
     * @throws InvalidException if the program is not well-formed, see {@link Verifier}
     * @throws ResourceException if a frame has more slots than allowed
     */
    public static Program read(byte[] bytes, int maxSlots) {
        ByteReader payload = payload(bytes);
        Program program = new ProgramReader(payload, Digests.of(bytes, "")).read();
        Verifier.verify(program, maxSlots);
        return program;
    }

    private static ByteReader payload(byte[] bytes) {
        ByteReader reader = new ByteReader(bytes, 0, bytes.length);
        if (reader.fixed32() != MAGIC) {
            throw new MalformedException("not a stored program", 0);
        }
        int format = reader.fixed32();
        if (format != FORMAT_VERSION) {
            throw new MalformedException(
                    "the program is stored in version " + Integer.toUnsignedString(format)
                            + " of the format; this is version " + FORMAT_VERSION + ". Compile it again",
                    reader.position() - Integer.BYTES);
        }
        int isa = reader.fixed32();
        if (isa != Isa.version()) {
            throw new MalformedException(
                    "the program is of version " + Integer.toUnsignedString(isa)
                            + " of the instruction set; this is version " + Isa.version() + ". Compile it again",
                    reader.position() - Integer.BYTES);
        }
        int length = reader.fixed32();
        if (length != bytes.length - HEADER_SIZE) {
            throw new MalformedException(
                    "the program has " + (bytes.length - HEADER_SIZE) + " bytes after its header, not "
                            + Integer.toUnsignedString(length),
                    reader.position() - Integer.BYTES);
        }
        if (reader.fixed32() != checksum(bytes, HEADER_SIZE)) {
            throw new MalformedException("the checksum does not match", reader.position() - Integer.BYTES);
        }
        return reader;
    }

    private static int checksum(byte[] bytes, int from) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, bytes.length - from);
        return (int) crc.getValue();
    }
}
