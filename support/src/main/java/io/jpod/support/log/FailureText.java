package io.jpod.support.log;

import io.jpod.api.JpodException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;

/** Failures in the words that users of the command line and of the library read. */
public final class FailureText {
    /** strerror(3), of what may happen to files. */
    private static final List<String> SYSTEM = List.of(
            "No space left on device",
            "Disk quota exceeded",
            "Input/output error",
            "Read-only file system",
            "File too large",
            "File name too long",
            "Too many open files",
            "Too many levels of symbolic links",
            "Operation not permitted",
            "Permission denied",
            "Is a directory",
            "Not a directory",
            "Invalid argument",
            "Broken pipe");

    private FailureText() {}

    /** The chain of messages, joined by colons. */
    public static String of(Throwable failure) {
        StringBuilder out = new StringBuilder();
        Throwable at = failure;
        while (at != null) {
            String message = message(at);
            if (!message.isEmpty()) {
                if (out.length() > 0) {
                    out.append(": ");
                }
                out.append(message);
            }
            Throwable cause = at.getCause();
            at = cause == at ? null : cause;
        }
        return out.toString();
    }

    /** Where the JDK has the C library's words for an error, its first letter is a capital; Go's is not. */
    private static String systemWords(String message) {
        for (String reason : SYSTEM) {
            if (message.endsWith(reason)) {
                int at = message.length() - reason.length();
                return message.substring(0, at) + Character.toLowerCase(reason.charAt(0)) + reason.substring(1);
            }
        }
        return message;
    }

    private static String message(Throwable failure) {
        String message = failure.getMessage() == null ? "" : failure.getMessage();
        if (failure instanceof NoSuchFileException) {
            return message + ": no such file or directory";
        }
        if (failure instanceof AccessDeniedException) {
            return message + ": permission denied";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return message + ": file exists";
        }
        if (failure instanceof NotDirectoryException) {
            return message + ": not a directory";
        }
        if (failure instanceof DirectoryNotEmptyException) {
            return message + ": directory not empty";
        }
        if (failure instanceof IOException) {
            return systemWords(message);
        }
        if (failure instanceof JpodException) {
            return message;
        }
        String name = failure.getClass().getName();
        return message.isEmpty() ? name : name + ": " + message;
    }
}
