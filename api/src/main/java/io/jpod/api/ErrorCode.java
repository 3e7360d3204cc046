package io.jpod.api;

/** The kind of a failure; decides exit codes and HTTP statuses, never the wording. */
public enum ErrorCode {
    /** The caller's words are wrong: an unknown flag, a value out of range, a malformed reference. */
    USAGE,
    /** A named object does not exist. */
    NOT_FOUND,
    /** The object's state forbids the operation, or a name or port is taken. */
    CONFLICT,
    /** Understood, but this build or provider does not do it. */
    UNSUPPORTED,
    /** The host lacks something: a program, a kernel feature, a permission, disk space. */
    HOST,
    /** A foreign program or server failed or answered nonsense. */
    EXTERNAL,
    /** The operation was interrupted by a signal or a cancellation. */
    INTERRUPTED,
    /** A defect of jpod itself. */
    INTERNAL,
    /** The container's command was found but cannot be invoked; exit code 126. */
    COMMAND_NOT_INVOKABLE,
    /** The container's command does not exist; exit code 127. */
    COMMAND_NOT_FOUND
}
