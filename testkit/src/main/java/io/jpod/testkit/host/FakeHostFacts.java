package io.jpod.testkit.host;

import io.jpod.api.host.CgroupMode;
import io.jpod.api.host.HostFacts;
import io.jpod.api.idmap.IdMapping;
import io.jpod.api.idmap.IdRange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A host whose facts are fields: a rootless user with 65,536 ids on an amd64 machine with cgroup v2, unless changed. */
public final class FakeHostFacts implements HostFacts {
    public boolean rootless = true;
    public int userId = 1000;
    public int groupId = 1000;
    public String userName = "tester";
    public Path home = Path.of("/home/tester");
    public IdMapping namespaceIds = new IdMapping(List.of(new IdRange(0, 0, 65536)), List.of(new IdRange(0, 0, 65536)));
    public CgroupMode cgroupMode = CgroupMode.UNIFIED;
    public Path delegatedCgroup;
    public boolean systemd;
    public boolean selinux;
    public boolean apparmor;
    public String architecture = "amd64";
    public String kernelRelease = "6.1.0";
    public final Map<String, String> environment = new HashMap<>();
    public final Map<String, Path> executables = new HashMap<>();
    public final Set<String> fileSystems = new HashSet<>(Set.of("overlay", "fuse", "proc"));
    /** Also true for devices that can be opened in reality. */
    public final Set<Path> devices = new HashSet<>();

    @Override
    public boolean rootless() {
        return rootless;
    }

    @Override
    public int userId() {
        return userId;
    }

    @Override
    public int groupId() {
        return groupId;
    }

    @Override
    public String userName() {
        return userName;
    }

    @Override
    public Path home() {
        return home;
    }

    @Override
    public IdMapping namespaceIds() {
        return namespaceIds;
    }

    @Override
    public CgroupMode cgroupMode() {
        return cgroupMode;
    }

    @Override
    public Optional<Path> delegatedCgroup() {
        return Optional.ofNullable(delegatedCgroup);
    }

    @Override
    public boolean systemd() {
        return systemd;
    }

    @Override
    public boolean selinux() {
        return selinux;
    }

    @Override
    public boolean apparmor() {
        return apparmor;
    }

    @Override
    public String architecture() {
        return architecture;
    }

    @Override
    public String kernelRelease() {
        return kernelRelease;
    }

    @Override
    public Map<String, String> environment() {
        return environment;
    }

    @Override
    public Optional<Path> findExecutable(String name) {
        return Optional.ofNullable(executables.get(name));
    }

    @Override
    public boolean canOpen(Path device) {
        return devices.contains(device) || Files.isReadable(device) && Files.isWritable(device);
    }

    @Override
    public boolean hasFileSystem(String name) {
        return fileSystems.contains(name);
    }
}
