package io.jpod.support.toml;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.support.posix.Errno;
import io.jpod.support.posix.FileStatus;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Finds the files that count, after containers.conf(5), containers-storage.conf(5) and containers-registries.conf(5). */
final class ConfigPlaces {
    /** A file that exists, as it was when it was found. */
    static final class Source {
        final String path;
        final FileStatus status;

        Source(String path, FileStatus status) {
            this.path = path;
            this.status = status;
        }
    }

    private final Posix posix;
    private final String root;
    private final Map<String, String> environment;
    private final String home;
    private final boolean rootless;

    /** @param root what {@code /etc} and {@code /usr} are below; empty for the machine's own */
    ConfigPlaces(Posix posix, String root, Map<String, String> environment, String home, boolean rootless) {
        this.posix = posix;
        this.root = root;
        this.environment = environment;
        this.home = home;
        this.rootless = rootless;
    }

    private String variable(String name) {
        return environment.getOrDefault(name, "");
    }

    private String userDirectory() {
        String configured = variable("XDG_CONFIG_HOME");
        return (configured.isEmpty() ? home + "/.config" : configured) + "/containers/";
    }

    /** All of them, a later one over an earlier one; modules stand before the override. */
    List<Source> containers(List<String> modules) {
        List<Source> found = new ArrayList<>();
        String only = variable("CONTAINERS_CONF");
        if (!only.isEmpty()) {
            addRequired(found, only, "finding config on system: CONTAINERS_CONF file");
        } else {
            addIfThere(found, root + "/usr/share/containers/containers.conf");
            addIfThere(found, root + "/etc/containers/containers.conf");
            addDropIns(found, root + "/etc/containers/containers.conf.d");
            if (rootless) {
                addIfThere(found, userDirectory() + "containers.conf");
                addDropIns(found, userDirectory() + "containers.conf.d");
            }
        }
        for (String module : modules) {
            addModule(found, module);
        }
        String last = variable("CONTAINERS_CONF_OVERRIDE");
        if (!last.isEmpty()) {
            addRequired(found, last, "finding config on system: CONTAINERS_CONF_OVERRIDE file");
        }
        return found;
    }

    /** One at most: a user's file replaces the machine's. */
    List<Source> storage() {
        List<Source> found = new ArrayList<>();
        String only = variable("CONTAINERS_STORAGE_CONF");
        if (!only.isEmpty()) {
            addRequired(found, only, "CONTAINERS_STORAGE_CONF file");
            return found;
        }
        boolean done = rootless && addIfThere(found, userDirectory() + "storage.conf");
        done = done || addIfThere(found, root + "/etc/containers/storage.conf");
        if (!done) {
            addIfThere(found, root + "/usr/share/containers/storage.conf");
        }
        return found;
    }

    /** The main file, the user's or else the machine's, then the drop-ins of the machine and of the user. */
    List<Source> registries() {
        List<Source> found = new ArrayList<>();
        String only = variable("CONTAINERS_REGISTRIES_CONF");
        if (only.isEmpty()) {
            only = variable("REGISTRIES_CONFIG_PATH");
        }
        if (!only.isEmpty()) {
            addRequired(found, only, "loading registries configuration");
            return found;
        }
        if (!addIfThere(found, home + "/.config/containers/registries.conf")) {
            addIfThere(found, root + "/etc/containers/registries.conf");
        }
        addDropIns(found, root + "/etc/containers/registries.conf.d");
        addDropIns(found, home + "/.config/containers/registries.conf.d");
        return found;
    }

    private void addModule(List<Source> found, String module) {
        if (module.startsWith("/")) {
            addRequired(found, module, "loading module " + module);
            return;
        }
        List<String> places = new ArrayList<>();
        if (rootless) {
            places.add(userDirectory());
        }
        places.add(root + "/etc/containers/");
        places.add(root + "/usr/share/containers/");
        for (String place : places) {
            if (addIfThere(found, place + "containers.conf.modules/" + module)) {
                return;
            }
        }
        throw new JpodException(
                        ErrorCode.USAGE, "could not resolve module \"" + module + "\": no such file or directory")
                .withRemedy("write its path, or put it into " + places.get(0) + "containers.conf.modules");
    }

    private void addRequired(List<Source> found, String path, String operation) {
        try {
            found.add(new Source(path, posix.stat(Posix.AT_FDCWD, path, 0)));
        } catch (PosixException e) {
            throw JpodException.host(operation, e);
        }
    }

    private boolean addIfThere(List<Source> found, String path) {
        try {
            found.add(new Source(path, posix.stat(Posix.AT_FDCWD, path, 0)));
            return true;
        } catch (PosixException e) {
            if (isMissing(e)) {
                return false;
            }
            throw JpodException.host("finding configuration " + path, e);
        }
    }

    private void addDropIns(List<Source> found, String directory) {
        try {
            int descriptor = posix.open(Posix.AT_FDCWD, directory, Posix.O_RDONLY | Posix.O_DIRECTORY, 0);
            String[] names;
            try {
                names = posix.list(descriptor);
            } finally {
                posix.close(descriptor);
            }
            Arrays.sort(names);
            for (String name : names) {
                if (name.endsWith(".conf")) {
                    addIfThere(found, directory + "/" + name);
                }
            }
        } catch (PosixException e) {
            if (!isMissing(e)) {
                throw JpodException.host("finding configuration in " + directory, e);
            }
        }
    }

    /** A home that this user may not look into counts as empty: sudo and su leave such a HOME behind. */
    private static boolean isMissing(PosixException e) {
        return e.errno() == Errno.ENOENT || e.errno() == Errno.ENOTDIR || e.errno() == Errno.EACCES;
    }
}
