package io.jpod.support.layer;

import java.io.IOException;

/** The archive is damaged or not a tar. */
final class TarFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    TarFormatException(String message) {
        super(message);
    }
}
