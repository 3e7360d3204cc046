package io.jpod.api;

import java.util.Objects;
import java.util.Optional;

/**
 * The one exception of the engine and its providers. The message names the operation and the object in lower case, without a
 * full stop and without the cause's text: the front end joins the chain once.
 */
public final class JpodException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final String remedy;

    public JpodException(ErrorCode code, String message) {
        this(code, message, null, null);
    }

    public JpodException(ErrorCode code, String message, Throwable cause) {
        this(code, message, null, cause);
    }

    private JpodException(ErrorCode code, String message, String remedy, Throwable cause) {
        super(Objects.requireNonNull(message), cause);
        this.code = Objects.requireNonNull(code);
        this.remedy = remedy;
    }

    /** The same failure with a sentence that tells the user what to do about it. */
    public JpodException withRemedy(String newRemedy) {
        JpodException copy = new JpodException(code, getMessage(), newRemedy, getCause());
        copy.setStackTrace(getStackTrace());
        for (Throwable suppressed : getSuppressed()) {
            copy.addSuppressed(suppressed);
        }
        return copy;
    }

    public ErrorCode code() {
        return code;
    }

    /** What the user can do, printed after {@code hint:}. */
    public Optional<String> remedy() {
        return Optional.ofNullable(remedy);
    }

    public static JpodException usage(String message) {
        return new JpodException(ErrorCode.USAGE, message);
    }

    public static JpodException notFound(String message) {
        return new JpodException(ErrorCode.NOT_FOUND, message);
    }

    public static JpodException conflict(String message) {
        return new JpodException(ErrorCode.CONFLICT, message);
    }

    public static JpodException unsupported(String message) {
        return new JpodException(ErrorCode.UNSUPPORTED, message);
    }

    public static JpodException host(String message, Throwable cause) {
        return new JpodException(ErrorCode.HOST, message, cause);
    }

    public static JpodException external(String message) {
        return new JpodException(ErrorCode.EXTERNAL, message);
    }

    public static JpodException internal(String message, Throwable cause) {
        return new JpodException(ErrorCode.INTERNAL, message, cause);
    }
}
