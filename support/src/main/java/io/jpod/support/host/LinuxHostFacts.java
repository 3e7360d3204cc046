package io.jpod.support.host;

import io.jpod.api.host.CgroupMode;
import io.jpod.api.host.HostFacts;
import io.jpod.api.idmap.IdMapping;
import io.jpod.api.idmap.IdRange;
import io.jpod.support.posix.FileStatus;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The facts of a Linux host. Each is immutable once read; reading one twice at the same time does no harm, so the class may be
 * shared between threads.
 */
public final class LinuxHostFacts implements HostFacts {
    private static final long CGROUP2_SUPER_MAGIC = 0x63677270L;
    private static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final Posix posix;
    private final Map<String, String> environment;
    private volatile Map<String, String> completed;
    private final Path root;
    private final String process;
    private volatile IdMapping ids;
    private volatile String name;
    private volatile Account account;
    private volatile CgroupMode cgroups;
    private volatile Optional<Path> delegated;
    private volatile String fileSystems;

    /**
     * @param environment the invoking user's environment
     * @param root where {@code /proc}, {@code /sys} and {@code /etc} are found; {@code /} but in tests
     */
    public LinuxHostFacts(Posix posix, Map<String, String> environment, Path root) {
        this(posix, environment, root, "self");
    }

    /** @param process whose facts these are: its directory in {@code /proc} */
    public LinuxHostFacts(Posix posix, Map<String, String> environment, Path root, String process) {
        this.posix = posix;
        this.environment = environment;
        this.root = root;
        this.process = "proc/" + process;
    }

    @Override
    public boolean rootless() {
        return posix.getEuid() != 0 || !isInitial(namespaceIds().uids());
    }

    private static boolean isInitial(List<IdRange> ranges) {
        return ranges.size() == 1
                && ranges.get(0).containerId() == 0
                && ranges.get(0).hostId() == 0
                && ranges.get(0).size() >= IdRange.LIMIT;
    }

    @Override
    public int userId() {
        return outside(namespaceIds().uids(), posix.getUid());
    }

    @Override
    public int groupId() {
        return outside(namespaceIds().gids(), posix.getGid());
    }

    /** Only root of a user namespace is somebody else outside; other ids were not made by entering the engine's namespace. */
    private int outside(List<IdRange> ranges, int id) {
        if (posix.getEuid() != 0) {
            return id;
        }
        OptionalLong host = IdMapping.toHost(ranges, id);
        return host.isPresent() ? (int) host.getAsLong() : id;
    }

    @Override
    public String userName() {
        String known = name;
        if (known == null) {
            known = account().name;
            if (known.isEmpty()) {
                known = environment.getOrDefault("USER", environment.getOrDefault("LOGNAME", ""));
            }
            if (known.isEmpty()) {
                known = Integer.toString(userId());
            }
            name = known;
        }
        return known;
    }

    @Override
    public Path home() {
        String home = environment.getOrDefault("HOME", "");
        if (home.isEmpty()) {
            home = account().home;
        }
        return Path.of(home.isEmpty() ? "/" : home);
    }

    @Override
    public IdMapping namespaceIds() {
        IdMapping known = ids;
        if (known == null) {
            known = new IdMapping(
                    IdMapFile.parse(read(process + "/uid_map")), IdMapFile.parse(read(process + "/gid_map")));
            ids = known;
        }
        return known;
    }

    @Override
    public CgroupMode cgroupMode() {
        CgroupMode known = cgroups;
        if (known == null) {
            known = findCgroupMode();
            cgroups = known;
        }
        return known;
    }

    private CgroupMode findCgroupMode() {
        if (isCgroup2("sys/fs/cgroup")) {
            return CgroupMode.UNIFIED;
        }
        if (isCgroup2("sys/fs/cgroup/unified")) {
            return CgroupMode.HYBRID;
        }
        String[] names = file("sys/fs/cgroup").list();
        return names == null || names.length == 0 ? CgroupMode.NONE : CgroupMode.LEGACY;
    }

    private boolean isCgroup2(String path) {
        try {
            return posix.fileSystemType(root.resolve(path).toString()) == CGROUP2_SUPER_MAGIC;
        } catch (PosixException e) {
            return false;
        }
    }

    @Override
    public Optional<Path> delegatedCgroup() {
        Optional<Path> known = delegated;
        if (known == null) {
            known = findDelegatedCgroup();
            delegated = known;
        }
        return known;
    }

    private Optional<Path> findDelegatedCgroup() {
        if (!rootless()) {
            return cgroupMode() == CgroupMode.NONE ? Optional.empty() : Optional.of(root.resolve("sys/fs/cgroup"));
        }
        if (cgroupMode() != CgroupMode.UNIFIED) {
            return Optional.empty();
        }
        Path top = root.resolve("sys/fs/cgroup");
        Path best = null;
        Path at = top.resolve(relative(ownCgroup())).normalize();
        while (at.startsWith(top) && !at.equals(top)) {
            if (isDelegated(at)) {
                best = at;
            }
            at = at.getParent();
        }
        if (best == null) {
            int uid = userId();
            Path service = top.resolve("user.slice/user-" + uid + ".slice/user@" + uid + ".service");
            best = isDelegated(service) ? service : null;
        }
        return Optional.ofNullable(best);
    }

    private static boolean isDelegated(Path group) {
        return Files.isWritable(group) && Files.isWritable(group.resolve("cgroup.procs"));
    }

    private String ownCgroup() {
        for (String line : lines(read(process + "/cgroup"))) {
            if (line.startsWith("0::")) {
                return line.substring(3);
            }
        }
        return "/";
    }

    private static String relative(String path) {
        int at = 0;
        while (at < path.length() && path.charAt(at) == '/') {
            at++;
        }
        return path.substring(at);
    }

    @Override
    public boolean systemd() {
        return file("run/systemd/system").isDirectory();
    }

    @Override
    public boolean selinux() {
        return file("sys/fs/selinux/enforce").exists();
    }

    @Override
    public boolean apparmor() {
        return read("sys/module/apparmor/parameters/enabled").startsWith("Y");
    }

    @Override
    public String architecture() {
        String arch = System.getProperty("os.arch");
        return switch (arch) {
            case "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            case "i386", "x86" -> "386";
            case "loongarch64" -> "loong64";
            default -> arch;
        };
    }

    @Override
    public String kernelRelease() {
        return read("proc/sys/kernel/osrelease").trim();
    }

    @Override
    public Map<String, String> environment() {
        Map<String, String> known = completed;
        if (known == null) {
            known = withRuntimeDirectory();
            completed = known;
        }
        return known;
    }

    /**
     * With XDG_RUNTIME_DIR where su, cron and the like leave it out: runtimes find the user's systemd by it. podman sets it too.
     */
    private Map<String, String> withRuntimeDirectory() {
        if (!environment.getOrDefault("XDG_RUNTIME_DIR", "").isEmpty() || !rootless()) {
            return environment;
        }
        Path usual = root.resolve("run/user/" + userId());
        try {
            FileStatus status = posix.stat(Posix.AT_FDCWD, usual.toString(), 0);
            if (!status.isDirectory() || status.uid() != posix.getEuid()) {
                return environment;
            }
        } catch (PosixException e) {
            return environment;
        }
        Map<String, String> result = new LinkedHashMap<>(environment);
        result.put("XDG_RUNTIME_DIR", usual.toString());
        return result;
    }

    @Override
    public Optional<Path> findExecutable(String program) {
        if (program.indexOf('/') >= 0) {
            return isExecutable(program) ? Optional.of(Path.of(program)) : Optional.empty();
        }
        String path = environment.getOrDefault("PATH", "");
        String search = (path.isEmpty() ? DEFAULT_PATH : path) + ":/usr/sbin:/sbin";
        int from = 0;
        while (from <= search.length()) {
            int to = search.indexOf(':', from);
            if (to < 0) {
                to = search.length();
            }
            // An empty entry means the current directory; a program of the engine is never taken from there.
            if (to > from && search.charAt(from) == '/') {
                String candidate = search.substring(from, to) + "/" + program;
                if (isExecutable(candidate)) {
                    return Optional.of(Path.of(candidate));
                }
            }
            from = to + 1;
        }
        return Optional.empty();
    }

    private static boolean isExecutable(String candidate) {
        File found = new File(candidate);
        return found.isFile() && found.canExecute();
    }

    @Override
    public boolean canOpen(Path device) {
        try {
            posix.close(posix.open(Posix.AT_FDCWD, device.toString(), Posix.O_RDWR | Posix.O_NOCTTY, 0));
            return true;
        } catch (PosixException e) {
            return false;
        }
    }

    @Override
    public boolean hasFileSystem(String type) {
        String known = fileSystems;
        if (known == null) {
            known = read("proc/filesystems");
            fileSystems = known;
        }
        for (String line : lines(known)) {
            if (line.substring(line.indexOf('\t') + 1).trim().equals(type)) {
                return true;
            }
        }
        return false;
    }

    private Account account() {
        Account known = account;
        if (known == null) {
            known = Account.find(lines(read("etc/passwd")), userId());
            account = known;
        }
        return known;
    }

    private File file(String path) {
        return root.resolve(path).toFile();
    }

    /** A small text file, or the empty string when it cannot be read: an absent file is a fact too. */
    private String read(String path) {
        try {
            return Files.readString(root.resolve(path));
        } catch (IOException e) {
            return "";
        }
    }

    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int to = text.indexOf('\n', from);
            if (to < 0) {
                to = text.length();
            }
            lines.add(text.substring(from, to));
            from = to + 1;
        }
        return lines;
    }

    /** A line of passwd(5); empty strings when there is none. */
    private static final class Account {
        final String name;
        final String home;

        private Account(String name, String home) {
            this.name = name;
            this.home = home;
        }

        static Account find(List<String> lines, int uid) {
            String digits = Integer.toString(uid);
            for (String line : lines) {
                String[] fields = line.split(":", -1);
                if (fields.length >= 6 && fields[2].equals(digits)) {
                    return new Account(fields[0], fields[5]);
                }
            }
            return new Account("", "");
        }
    }
}
