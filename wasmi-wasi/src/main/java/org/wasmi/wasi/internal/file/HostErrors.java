package org.wasmi.wasi.internal.file;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.util.Map;
import org.wasmi.wasi.internal.abi.Errno;

/** The error numbers of the host's exceptions. */
public final class HostErrors {

    /** What Unix hosts say where Java has no exception of its own. */
    private static final Map<String, Errno> REASONS = Map.ofEntries(
            Map.entry("Bad file descriptor", Errno.BADF),
            Map.entry("Directory not empty", Errno.NOTEMPTY),
            Map.entry("File name too long", Errno.NAMETOOLONG),
            Map.entry("File too large", Errno.FBIG),
            Map.entry("Illegal seek", Errno.SPIPE),
            Map.entry("Invalid argument", Errno.INVAL),
            Map.entry("Invalid cross-device link", Errno.XDEV),
            Map.entry("Is a directory", Errno.ISDIR),
            Map.entry("No space left on device", Errno.NOSPC),
            Map.entry("Not a directory", Errno.NOTDIR),
            Map.entry("Operation not permitted", Errno.PERM),
            Map.entry("Broken pipe", Errno.PIPE),
            Map.entry("Read-only file system", Errno.ROFS),
            Map.entry("Text file busy", Errno.TXTBSY),
            Map.entry("Too many levels of symbolic links", Errno.LOOP),
            Map.entry("Too many links", Errno.MLINK),
            Map.entry("Too many open files", Errno.NFILE));

    private HostErrors() {}

    /** {@return the error number that says most about an exception; {@code IO} where nothing is known} */
    public static Errno errno(IOException e) {
        if (e instanceof NoSuchFileException) {
            return Errno.NOENT;
        } else if (e instanceof FileAlreadyExistsException) {
            return Errno.EXIST;
        } else if (e instanceof AccessDeniedException) {
            return Errno.ACCES;
        } else if (e instanceof DirectoryNotEmptyException) {
            return Errno.NOTEMPTY;
        } else if (e instanceof NotDirectoryException) {
            return Errno.NOTDIR;
        } else if (e instanceof NotLinkException) {
            return Errno.INVAL;
        } else if (e instanceof FileSystemLoopException) {
            return Errno.LOOP;
        } else if (e instanceof AtomicMoveNotSupportedException) {
            return Errno.XDEV;
        } else if (e instanceof ClosedByInterruptException) {
            return Errno.INTR;
        } else if (e instanceof ClosedChannelException) {
            return Errno.BADF;
        }
        String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
        return reason == null ? Errno.IO : REASONS.getOrDefault(withoutRemark(reason), Errno.IO);
    }

    /** Java may add to the host's words, as in {@code Too many levels of symbolic links or ...}. */
    private static String withoutRemark(String reason) {
        for (String known : REASONS.keySet()) {
            if (reason.startsWith(known)) {
                return known;
            }
        }
        return reason;
    }
}
