package io.jpod.engine.spec;

import io.jpod.engine.top.ProcessTable;
import io.jpod.support.posix.Posix;
import java.nio.file.Path;

/** Names of ids as a container's own files know them. */
public final class AccountNames implements ProcessTable.Names {
    private final Accounts accounts;

    /** @param root the container's root as this process can open it */
    public AccountNames(Posix posix, Path root) {
        try (ContainerRoot opened = ContainerRoot.open(posix, root)) {
            this.accounts = Accounts.of(opened);
        }
    }

    @Override
    public String user(long id) {
        return accounts.userName(id);
    }

    @Override
    public String group(long id) {
        return accounts.groupName(id);
    }
}
