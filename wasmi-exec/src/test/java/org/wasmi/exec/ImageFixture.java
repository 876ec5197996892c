package org.wasmi.exec;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** For tests that also run as in a native image, where no classes can be defined. */
abstract class ImageFixture {
    private static final String IMAGE_CODE = "org.graalvm.nativeimage.imagecode";

    private final @Nullable String imageCode;

    /** @param imageCode what the image tells of itself; null for a virtual machine */
    ImageFixture(@Nullable String imageCode) {
        this.imageCode = imageCode;
    }

    final boolean isImage() {
        return imageCode != null;
    }

    @BeforeEach
    final void pretend() {
        if (imageCode != null) {
            System.setProperty(IMAGE_CODE, imageCode);
        }
    }

    @AfterEach
    final void noLongerPretend() {
        System.clearProperty(IMAGE_CODE);
    }
}
