package io.jpod.engine.volume;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.process.ProcessRequest;
import io.jpod.api.process.ProcessResult;
import io.jpod.engine.EngineContext;
import io.jpod.engine.Volumes.Volume;
import io.jpod.support.posix.Errno;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Volumes that are mounted on their directories, for as long as somebody uses them: {@code RUNROOT/volume-mounts/NAME/USER} is a file for
 * each user, a container's id or {@code host-NUMBER}. What a killed command leaves is a user that is named again, or released with its
 * container; so nothing is ever counted twice. Whether something is mounted is asked of the kernel. Callers hold the volume's lock.
 */
final class VolumeMounts {
    private static final String HOST = "host-";

    private final EngineContext context;
    private final Path directory;

    VolumeMounts(EngineContext context) {
        this.context = context;
        this.directory = context.runRoot().resolve("volume-mounts");
    }

    /** Names of the volumes that may have users. */
    List<String> names() {
        return list(directory);
    }

    /** How many use it. */
    int count(String name) {
        return list(directory.resolve(name)).size();
    }

    boolean isUsedBy(String name, String container) {
        return directory.resolve(name).resolve(container).toFile().exists();
    }

    /**
     * Mounts a volume if need be.
     *
     * @return whether it was not mounted before
     */
    boolean mount(Volume volume, VolumeOptions options, String container) {
        note(volume.name(), container);
        if (isMounted(volume.mountPoint())) {
            return false;
        }
        try {
            run(volume, options, " for container " + container);
        } catch (JpodException e) {
            forget(volume.name(), container);
            // As podman's exit code is for what fails at the start of a container.
            JpodException failure = new JpodException(ErrorCode.COMMAND_NOT_INVOKABLE, e.getMessage());
            throw e.remedy().isPresent() ? failure.withRemedy(e.remedy().get()) : failure;
        }
        return true;
    }

    /** The same for a user, who may do so several times. */
    boolean mountForUser(Volume volume, VolumeOptions options) {
        boolean fresh = !isMounted(volume.mountPoint());
        if (fresh) {
            run(volume, options, "");
        }
        int number = 1;
        while (isUsedBy(volume.name(), HOST + number)) {
            number++;
        }
        note(volume.name(), HOST + number);
        return fresh;
    }

    private void run(Volume volume, VolumeOptions options, String whom) {
        List<String> argv = new ArrayList<>();
        argv.add("mount");
        argv.addAll(options.mountArguments());
        argv.add(volume.mountPoint().toString());
        ProcessResult result = context.processes().run(ProcessRequest.of(argv));
        if (!result.succeeded()) {
            String reason = result.stderr().trim();
            int line = reason.indexOf('\n');
            JpodException failure = JpodException.external(
                    "mounting volume " + volume.name() + whom + ": " + (line < 0 ? reason : reason.substring(0, line)));
            throw context.host().rootless() && !options.mountsWithoutRoot()
                    ? failure.withRemedy("without root the kernel mounts tmpfs and bind only: mount it on the host and"
                            + " make the volume with type=none, o=bind and the directory as device")
                    : failure;
        }
    }

    /** Takes one mount of a user back; nothing when there is none. */
    void unmountForUser(Volume volume) {
        int number = 0;
        while (isUsedBy(volume.name(), HOST + (number + 1))) {
            number++;
        }
        if (number > 0) {
            release(volume.name(), volume.mountPoint(), HOST + number);
        }
    }

    /** Ends the use by a container or a user; the last one unmounts. */
    void release(String name, Path mountPoint, String user) {
        boolean last = true;
        for (String other : list(directory.resolve(name))) {
            last &= other.equals(user);
        }
        if (last) {
            unmountAll(mountPoint);
        }
        forget(name, user);
    }

    /** Unmounts whatever is mounted there, whoever uses it: nothing that was mounted is to be deleted with the volume. */
    void unmountAll(String name, Path mountPoint) {
        unmountAll(mountPoint);
        for (String user : list(directory.resolve(name))) {
            forget(name, user);
        }
        directory.resolve(name).toFile().delete();
    }

    private void unmountAll(Path mountPoint) {
        while (isMounted(mountPoint)) {
            try {
                context.posix().unmount(mountPoint.toString(), Posix.MNT_DETACH);
            } catch (PosixException e) {
                if (e.errno() != Errno.EINVAL) {
                    throw JpodException.host("unmounting volume " + mountPoint, e);
                }
            }
        }
    }

    private boolean isMounted(Path mountPoint) {
        String wanted = real(mountPoint).replace("\\", "\\134").replace(" ", "\\040");
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
                String[] fields = line.split(" ", 6);
                if (fields.length > 5 && fields[4].equals(wanted)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw JpodException.host("reading /proc/self/mountinfo", e);
        }
    }

    private static String real(Path path) {
        try {
            return path.toRealPath().toString();
        } catch (IOException e) {
            return path.toAbsolutePath().normalize().toString();
        }
    }

    private void note(String name, String user) {
        Path file = directory.resolve(name).resolve(user);
        try {
            Files.createDirectories(file.getParent());
            if (!file.toFile().exists()) {
                Files.createFile(file);
            }
        } catch (IOException e) {
            throw JpodException.host("recording who uses volume " + name, e);
        }
    }

    private void forget(String name, String user) {
        try {
            Files.deleteIfExists(directory.resolve(name).resolve(user));
        } catch (IOException e) {
            throw JpodException.host("recording who uses volume " + name, e);
        }
    }

    private static List<String> list(Path directory) {
        String[] names = directory.toFile().list();
        return names == null ? List.of() : List.of(names);
    }
}
