package org.wasmi.wasi.internal.abi;

/** The error numbers ({@code errno}). */
public enum Errno {
    /** No error. */
    SUCCESS(0),
    /** Argument list too long. */
    TOOBIG(1),
    /** Permission denied by the host. */
    ACCES(2),
    /** Address in use. */
    ADDRINUSE(3),
    /** Address not available. */
    ADDRNOTAVAIL(4),
    /** Address family not supported. */
    AFNOSUPPORT(5),
    /** Resource unavailable, or operation would block. */
    AGAIN(6),
    /** Connection already in progress. */
    ALREADY(7),
    /** No such descriptor, or one that does not serve for this. */
    BADF(8),
    /** Bad message. */
    BADMSG(9),
    /** Device or resource busy. */
    BUSY(10),
    /** Operation cancelled. */
    CANCELED(11),
    /** No child processes. */
    CHILD(12),
    /** Connection aborted. */
    CONNABORTED(13),
    /** Connection refused. */
    CONNREFUSED(14),
    /** Connection reset. */
    CONNRESET(15),
    /** Resource deadlock would occur. */
    DEADLK(16),
    /** Destination address required. */
    DESTADDRREQ(17),
    /** Argument out of a function's domain. */
    DOM(18),
    /** Reserved. */
    DQUOT(19),
    /** File exists. */
    EXIST(20),
    /** Bad address: a range that is not within the guest's memory. */
    FAULT(21),
    /** File too large. */
    FBIG(22),
    /** Host is unreachable. */
    HOSTUNREACH(23),
    /** Identifier removed. */
    IDRM(24),
    /** Illegal byte sequence: a path that is not UTF-8. */
    ILSEQ(25),
    /** Operation in progress. */
    INPROGRESS(26),
    /** Interrupted. */
    INTR(27),
    /** Invalid argument. */
    INVAL(28),
    /** Input or output error. */
    IO(29),
    /** Socket is connected. */
    ISCONN(30),
    /** Is a directory. */
    ISDIR(31),
    /** Too many levels of symbolic links, or one where none may be. */
    LOOP(32),
    /** Too many open descriptors. */
    MFILE(33),
    /** Too many links. */
    MLINK(34),
    /** Message too large. */
    MSGSIZE(35),
    /** Reserved. */
    MULTIHOP(36),
    /** File name too long. */
    NAMETOOLONG(37),
    /** Network is down. */
    NETDOWN(38),
    /** Connection aborted by the network. */
    NETRESET(39),
    /** Network unreachable. */
    NETUNREACH(40),
    /** Too many files open in the system. */
    NFILE(41),
    /** No buffer space available. */
    NOBUFS(42),
    /** No such device. */
    NODEV(43),
    /** No such file or directory. */
    NOENT(44),
    /** Executable file format error. */
    NOEXEC(45),
    /** No locks available. */
    NOLCK(46),
    /** Reserved. */
    NOLINK(47),
    /** Not enough space. */
    NOMEM(48),
    /** No message of the desired type. */
    NOMSG(49),
    /** Protocol not available. */
    NOPROTOOPT(50),
    /** No space left on the device. */
    NOSPC(51),
    /** Function not supported. */
    NOSYS(52),
    /** The socket is not connected. */
    NOTCONN(53),
    /** Not a directory, nor a symbolic link to one. */
    NOTDIR(54),
    /** Directory not empty. */
    NOTEMPTY(55),
    /** State not recoverable. */
    NOTRECOVERABLE(56),
    /** Not a socket. */
    NOTSOCK(57),
    /** Not supported. */
    NOTSUP(58),
    /** Inappropriate control operation. */
    NOTTY(59),
    /** No such device or address. */
    NXIO(60),
    /** Value too large. */
    OVERFLOW(61),
    /** Previous owner died. */
    OWNERDEAD(62),
    /** Operation not permitted: a path that leads out of its directory, or a change in a read-only one. */
    PERM(63),
    /** Broken pipe. */
    PIPE(64),
    /** Protocol error. */
    PROTO(65),
    /** Protocol not supported. */
    PROTONOSUPPORT(66),
    /** Wrong protocol for the socket. */
    PROTOTYPE(67),
    /** Result too large. */
    RANGE(68),
    /** Read-only file system. */
    ROFS(69),
    /** Invalid seek. */
    SPIPE(70),
    /** No such process. */
    SRCH(71),
    /** Reserved. */
    STALE(72),
    /** Connection timed out. */
    TIMEDOUT(73),
    /** Text file busy. */
    TXTBSY(74),
    /** Cross-device link. */
    XDEV(75),
    /** The descriptor lacks the right. */
    NOTCAPABLE(76);

    private final int code;

    Errno(int code) {
        this.code = code;
    }

    /** {@return the number that the guest sees} */
    public int code() {
        return code;
    }
}
