package org.wasmi.encoding.source;

import java.util.OptionalLong;

/**
 * The state of a stopped guest in one of its frames, from which the values of variables are read. To be used only while
 * the guest is stopped.
 */
public interface GuestState {

    /**
     * {@return the value of a local of the frame as bits, if it is known} An f32 has its bits in the lower half.
     *
     * @param index the number of the local; any number is allowed
     */
    OptionalLong local(long index);

    /**
     * {@return the value of a global of the frame's instance as bits, if it is known}
     *
     * @param index the index of the global; any number is allowed
     */
    OptionalLong global(long index);

    /**
     * {@return bytes of the first memory of the frame's instance; fewer where it ends, none if there is no memory}
     *
     * @param address the address of the first one, unsigned
     * @param count how many, from 0 to 65,536
     */
    byte[] memory(long address, int count);
}
