package io.jpod.plugins;

import java.nio.file.Path;

/** Where a provider comes from: {@code built-in} or a jar's path. */
final class Origins {
    private Origins() {}

    /** What the {@code plugin} commands call a jar. */
    static String name(String origin) {
        String file = Path.of(origin).getFileName().toString();
        return file.endsWith(".jar") ? file.substring(0, file.length() - 4) : file;
    }
}
