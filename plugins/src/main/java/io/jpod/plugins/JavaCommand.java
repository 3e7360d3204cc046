package io.jpod.plugins;

import java.util.ArrayList;
import java.util.List;

/** Another Java of the same kind: the JDK and class path of this one. */
public final class JavaCommand {
    private static final int WARNS_OF_NATIVE_CODE = 22;

    private JavaCommand() {}

    /** Program and arguments that run a class's main method. */
    static List<String> of(Class<?> main, String... arguments) {
        return of(main.getName(), "", arguments);
    }

    /**
     * The same for a class that is not on this class path.
     *
     * @param more of the class path, beginning with a colon; may be empty
     */
    public static List<String> of(String main, String more, String... arguments) {
        List<String> words = new ArrayList<>();
        words.add(System.getProperty("java.home") + "/bin/java");
        words.addAll(List.of("-XX:-UsePerfData", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
        // A plug-in that crashes it leaves no report in the caller's directory.
        words.add("-XX:ErrorFile=/dev/null");
        if (Runtime.version().feature() >= WARNS_OF_NATIVE_CODE) {
            words.add("--enable-native-access=ALL-UNNAMED");
        }
        words.add("-Djpod.native=" + System.getProperty("jpod.native", ""));
        words.add("-Dsun.misc.unsafe.memory.access=allow");
        words.addAll(List.of("-cp", System.getProperty("java.class.path") + more, main));
        words.addAll(List.of(arguments));
        return words;
    }
}
