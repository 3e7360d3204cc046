package io.jpod.api.host;

import io.jpod.api.idmap.IdMapping;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The machine and the user as this process sees them. Reading a fact has no side effect; facts do not change while a command
 * runs. Implementations find each fact when it is first asked for.
 */
public interface HostFacts {
    /** True when the engine does not run as root of the initial user namespace. */
    boolean rootless();

    /** The user id of the person who invoked the engine, as the host sees it. */
    int userId();

    /** The group id of the person who invoked the engine, as the host sees it. */
    int groupId();

    /** The login name of the invoking user; the user id in digits when there is none. */
    String userName();

    /** The invoking user's home directory. */
    Path home();

    /** The ids that exist in the namespace of this process ({@code /proc/self/uid_map} and {@code gid_map}). */
    IdMapping namespaceIds();

    /** How cgroups look inside the engine's namespace. */
    CgroupMode cgroupMode();

    /** The cgroup directory below which this user may make groups; empty when nothing is delegated. */
    Optional<Path> delegatedCgroup();

    /** True when systemd is the init system of this host. */
    boolean systemd();

    /** True when SELinux is enabled. */
    boolean selinux();

    /** True when AppArmor is enabled. */
    boolean apparmor();

    /** The machine's architecture in Go's words: {@code amd64}, {@code arm64}, … */
    String architecture();

    /** The kernel's release, for example {@code 6.1.0-18-amd64}. */
    String kernelRelease();

    /** The environment of the invoking user. */
    Map<String, String> environment();

    /** The first executable file of that name on the search path (with {@code /usr/sbin} and {@code /sbin} appended). */
    Optional<Path> findExecutable(String name);

    /** True when the file can be opened for reading and writing; for device nodes such as {@code /dev/net/tun}. */
    boolean canOpen(Path device);

    /** True when {@code /proc/filesystems} names the file system. */
    boolean hasFileSystem(String name);
}
