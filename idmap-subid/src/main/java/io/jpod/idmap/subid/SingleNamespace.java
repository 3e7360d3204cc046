package io.jpod.idmap.subid;

import io.jpod.api.JpodException;
import io.jpod.api.host.HostFacts;
import io.jpod.api.idmap.EngineNamespace;
import io.jpod.api.idmap.IdMapping;
import io.jpod.api.idmap.IdRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The user is 0 and alone; any user may write such a map. */
final class SingleNamespace implements EngineNamespace {
    private final HostFacts host;
    private final Path proc;

    SingleNamespace(HostFacts host, Path proc) {
        this.host = host;
        this.proc = proc;
    }

    @Override
    public IdMapping plan() {
        return new IdMapping(List.of(new IdRange(0, host.userId(), 1)), List.of(new IdRange(0, host.groupId(), 1)));
    }

    @Override
    public Optional<String> shortage() {
        return Optional.empty();
    }

    @Override
    public void map(int pid) {
        Path process = proc.resolve(Integer.toString(pid));
        try {
            Files.writeString(process.resolve("setgroups"), "deny");
            Files.writeString(process.resolve("gid_map"), "0 " + host.groupId() + " 1\n");
            Files.writeString(process.resolve("uid_map"), "0 " + host.userId() + " 1\n");
        } catch (IOException e) {
            throw JpodException.host("writing the id maps of process " + pid, e)
                    .withRemedy("the kernel or a security module refuses user namespaces to this user: see "
                            + "user.max_user_namespaces and kernel.apparmor_restrict_unprivileged_userns in sysctl(8)");
        }
    }
}
