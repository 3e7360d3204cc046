package io.jpod.engine.container;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a monitor runs when its process has ended: nothing as long as the command that started it is alive and will clean up itself,
 * which it shows by a lock on a file in the run directory; else the engine. A shell waits for that lock, so that the engine need not
 * be loaded to find that nothing is to be done.
 */
final class ExitCommand {
    /** $1 run directory, $2 file that says that there is something to do. */
    private static final String WAIT =
            "exec 9<\"$1/attended\" || exit 0; flock 9; exec 9<&-; [ -e \"$2\" ] || exit 0; ";

    private static final String[] PASSED = {
        "PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "TMPDIR", "JAVA_HOME", "DBUS_SESSION_BUS_ADDRESS"
    };
    private static final String[] PASSED_PREFIXES = {
        "XDG_", "JPOD_", "CONTAINERS_", "STORAGE_", "REGISTRY_", "_CONTAINERS_"
    };

    private ExitCommand() {}

    /** For a container; empty when the engine cannot start itself. */
    static List<String> ofContainer(List<String> selfCommand, ContainerPaths paths, ContainerConfig config) {
        List<String> words = new ArrayList<>();
        if (selfCommand.isEmpty()) {
            return words;
        }
        Path exit = paths.exit(config.id()).resolve(config.id());
        shell(words, WAIT + "shift 2; exec \"$@\"", paths.run(config.id()), exit);
        words.addAll(selfCommand);
        words.add("container");
        words.add("cleanup");
        if (config.request().lifecycle().remove()) {
            words.add("--rm");
        }
        if (config.request().lifecycle().removeImage()) {
            words.add("--rmi");
        }
        words.add(config.id());
        return words;
    }

    /** For an exec session: nothing but its directory is left of it. */
    static List<String> ofSession(Path directory) {
        List<String> words = new ArrayList<>();
        shell(words, WAIT + "rm -rf \"$1\"", directory, directory);
        return words;
    }

    private static void shell(List<String> words, String script, Path directory, Path condition) {
        words.add("/bin/sh");
        words.add("-c");
        words.add(script);
        words.add("jpod-exit");
        words.add(directory.toString());
        words.add(condition.toString());
    }

    /** The variables of the caller that monitor, runtime and exit command get. */
    static Map<String, String> environment(Map<String, String> caller) {
        Map<String, String> result = new LinkedHashMap<>();
        for (String name : PASSED) {
            String value = caller.get(name);
            if (value != null) {
                result.put(name, value);
            }
        }
        for (Map.Entry<String, String> variable : caller.entrySet()) {
            for (String prefix : PASSED_PREFIXES) {
                if (variable.getKey().startsWith(prefix)) {
                    result.put(variable.getKey(), variable.getValue());
                }
            }
        }
        return result;
    }
}
