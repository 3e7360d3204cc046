package io.jpod.support.log;

import io.jpod.api.JpodException;

/** What {@code --log-level} takes, least important first. */
public enum LogLevel {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR,
    FATAL,
    PANIC;

    /** @throws JpodException USAGE for another word, in podman's words */
    public static LogLevel parse(String word) {
        return switch (word.toLowerCase(java.util.Locale.ROOT)) {
            case "trace" -> TRACE;
            case "debug" -> DEBUG;
            case "info" -> INFO;
            case "warn", "warning" -> WARN;
            case "error" -> ERROR;
            case "fatal" -> FATAL;
            case "panic" -> PANIC;
            default ->
                throw JpodException.usage("Log Level \"" + word
                        + "\" is not supported, choose from: trace, debug, info, warn, warning, error, fatal, panic");
        };
    }
}
