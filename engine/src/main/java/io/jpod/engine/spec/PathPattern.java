package io.jpod.engine.spec;

/** Shell patterns on paths: {@code *} and {@code ?} match within one component (glob(7)). */
final class PathPattern {
    private PathPattern() {}

    static boolean matches(String pattern, String path) {
        return matches(pattern, 0, path, 0);
    }

    private static boolean matches(String pattern, int p, String path, int at) {
        if (p == pattern.length()) {
            return at == path.length();
        }
        char c = pattern.charAt(p);
        if (c == '*') {
            int end = at;
            while (true) {
                if (matches(pattern, p + 1, path, end)) {
                    return true;
                }
                if (end == path.length() || path.charAt(end) == '/') {
                    return false;
                }
                end++;
            }
        }
        if (at == path.length()) {
            return false;
        }
        boolean same = c == path.charAt(at) || c == '?' && path.charAt(at) != '/';
        return same && matches(pattern, p + 1, path, at + 1);
    }
}
