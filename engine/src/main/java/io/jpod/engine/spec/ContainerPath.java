package io.jpod.engine.spec;

import java.util.ArrayList;
import java.util.List;

/** Paths inside containers, as words: nothing is looked up. */
public final class ContainerPath {
    private ContainerPath() {}

    /** An absolute path without {@code .}, {@code ..} and doubled slashes; {@code ..} does not lead above the root. */
    public static String clean(String path) {
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/")) {
            if (part.equals("..")) {
                if (!parts.isEmpty()) {
                    parts.remove(parts.size() - 1);
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return "/" + String.join("/", parts);
    }
}
