package io.jpod.plugins;

import io.jpod.api.ApiLevel;
import io.jpod.api.JpodException;
import java.lang.reflect.InvocationTargetException;

/** What went wrong with a plug-in, in words for its user and its author. */
public final class Faults {
    private static final int SIGNALLED = 128;

    private Faults() {}

    /** One line for whatever came out of loading or calling a plug-in. */
    public static String text(Throwable thrown) {
        Throwable cause = thrown;
        boolean constructor = false;
        while (cause.getCause() != null && isWrapper(cause)) {
            constructor |= cause instanceof InvocationTargetException;
            cause = cause.getCause();
        }
        String message = cause.getMessage() == null ? "" : cause.getMessage();
        if (cause instanceof ClassNotFoundException || cause instanceof NoClassDefFoundError) {
            return "lacks the class " + message.replace('/', '.');
        }
        if (cause instanceof NoSuchMethodException && message.endsWith("<init>()")) {
            return message.substring(0, message.indexOf(".<init>")) + " has no public constructor without parameters";
        }
        if (cause instanceof UnsupportedClassVersionError) {
            return "was compiled for a newer Java than " + Runtime.version().feature() + classFileVersion(message);
        }
        if (cause instanceof SlowCall) {
            return message;
        }
        if (cause instanceof JpodException) {
            return cause.getCause() == null ? message : message + ": " + text(cause.getCause());
        }
        String kind = words(cause.getClass().getSimpleName());
        String told = message.isEmpty() ? kind : message + " (" + kind + ")";
        return constructor ? "its constructor failed: " + told : told;
    }

    /** {@code IllegalStateException} as {@code illegal state}: users are not shown class names. */
    private static String words(String className) {
        String name = className.replaceAll("(Exception|Error)$", "");
        StringBuilder words = new StringBuilder();
        for (char c : name.toCharArray()) {
            if (Character.isUpperCase(c) && words.length() > 0) {
                words.append(' ');
            }
            words.append(Character.toLowerCase(c));
        }
        return words.length() == 0 ? "failure" : words.toString();
    }

    private static String classFileVersion(String message) {
        int start = message.indexOf(" (class file version ");
        int end = message.indexOf(')', start);
        return start < 0 || end < 0 ? "" : message.substring(start, end + 1);
    }

    private static boolean isWrapper(Throwable thrown) {
        return thrown instanceof InvocationTargetException
                || thrown instanceof ExceptionInInitializerError
                || thrown instanceof PluginLoader.ProviderFault;
    }

    /** How a plug-in ended the process that tried it, as what follows its name. */
    public static String ofEnd(int exitCode) {
        return exitCode > SIGNALLED
                ? "crashes the Java virtual machine (signal " + (exitCode - SIGNALLED) + ")"
                : "ends the process (exit code " + exitCode + ")";
    }

    /** Why a jar of a level does not fit; empty when it does, or does not tell its level (0). */
    static String ofLevel(int level) {
        return level > ApiLevel.CURRENT ? "needs API level " + level + ", this jpod has " + ApiLevel.CURRENT : "";
    }

    /** Why a provider that calls itself of a level does not fit; empty when it does. */
    static String ofProvider(int level) {
        return level < 1 ? "has API level " + level + "; the first is 1" : ofLevel(level);
    }
}
