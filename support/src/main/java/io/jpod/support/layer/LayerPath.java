package io.jpod.support.layer;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.support.posix.FileStatus;

/** Names of layer entries: taken apart, checked, put together. */
final class LayerPath {
    /** PATH_MAX without the terminating zero. */
    static final int LONGEST = 4095;

    private LayerPath() {}

    /**
     * A relative name without {@code .}, empty components and trailing slashes; empty for the root.
     *
     * @throws JpodException EXTERNAL when it is absolute, has a {@code ..}, or is too long
     */
    static String normalize(String name) {
        if (name.length() > LONGEST) {
            throw refused("name of " + name.length() + " characters is too long", name.substring(0, 64) + "…");
        }
        if (name.startsWith("/")) {
            throw refused("absolute name", name);
        }
        if (isPlain(name)) {
            return name;
        }
        StringBuilder out = new StringBuilder(name.length());
        int start = 0;
        while (start <= name.length()) {
            int end = name.indexOf('/', start);
            end = end < 0 ? name.length() : end;
            String component = name.substring(start, end);
            if (component.equals("..")) {
                throw refused("name leaves the layer", name);
            }
            if (!component.isEmpty() && !component.equals(".")) {
                if (out.length() > 0) {
                    out.append('/');
                }
                out.append(component);
            }
            start = end + 1;
        }
        return out.toString();
    }

    /** True when nothing has to be done: no component is empty or starts with a dot. */
    private static boolean isPlain(String name) {
        boolean start = true;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (start && (c == '/' || c == '.')) {
                return false;
            }
            start = c == '/';
        }
        return !start;
    }

    static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    static String join(String directory, String name) {
        return directory.isEmpty() ? name : directory + "/" + name;
    }

    static boolean isWhiteout(FileStatus status) {
        return status.type() == FileStatus.S_IFCHR && status.rdev() == 0;
    }

    static JpodException refused(String why, String name) {
        return new JpodException(ErrorCode.EXTERNAL, "refusing layer entry \"" + printable(name) + "\": " + why);
    }

    /** The name without control characters and halves of characters, for messages. */
    static String printable(String name) {
        StringBuilder out = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            out.append(Character.isISOControl(c) || c >= 0xdc80 && c <= 0xdcff && isLone(name, i) ? '?' : c);
        }
        return out.toString();
    }

    private static boolean isLone(String name, int i) {
        return i == 0 || !Character.isHighSurrogate(name.charAt(i - 1));
    }
}
