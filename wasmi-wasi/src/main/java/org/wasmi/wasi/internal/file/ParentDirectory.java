package org.wasmi.wasi.internal.file;

import org.wasmi.wasi.internal.abi.Filetype;

/** A directory above those that were given to the guest, which is none of the host's: it can be asked what it is. */
public final class ParentDirectory extends Descriptor {

    /** Makes one. */
    public ParentDirectory() {
        super(0, 0, 0);
    }

    @Override
    public FileStatus status() {
        return FileStatus.ofStream(Filetype.DIRECTORY);
    }

    @Override
    public void sync(boolean metadata) {}

    @Override
    public long available() {
        return 0;
    }

    @Override
    public void close() {}
}
