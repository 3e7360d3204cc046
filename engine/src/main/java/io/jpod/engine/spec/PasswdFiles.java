package io.jpod.engine.spec;

import io.jpod.api.JpodException;
import io.jpod.api.host.HostFacts;
import io.jpod.engine.container.ContainerConfig;
import io.jpod.engine.request.ProcessOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Lines for users that a container's {@code /etc/passwd} and {@code /etc/group} do not know. They are added to the files themselves, or
 * to copies that are mounted where the root file system is read-only; a file that is missing or special is left alone.
 */
final class PasswdFiles {
    private static final int LIMIT = 4 << 20;
    private static final String PASSWD = "/etc/passwd";
    private static final String GROUP = "/etc/group";

    private final ContainerConfig config;
    private final ProcessOptions process;
    private final ContainerRoot root;
    private final StringBuilder users = new StringBuilder();
    private final StringBuilder groups = new StringBuilder();
    private String passwd;
    private String group;

    PasswdFiles(ContainerConfig config, ContainerRoot root) {
        this.config = config;
        this.process = config.request().process();
        this.root = root;
        this.passwd = text(PASSWD);
        this.group = text(GROUP);
    }

    private String text(String path) {
        return new String(root.read(path, LIMIT).orElse(new byte[0]), StandardCharsets.UTF_8);
    }

    /** The accounts with the lines that have been added so far. */
    Accounts accounts() {
        return new Accounts(passwd, group);
    }

    /** With keep-id the person who runs the container has a name in it. */
    void addCurrentUser(HostFacts host, SpecFacts facts) {
        if (!process.passwd()
                || !config.user().kind().equals("keep-id")
                || config.user().value().contains("uid=")
                || accounts().hasUserName(host.userName())) {
            return;
        }
        if (ContainerIds.isMapped(facts.uids, host.userId())) {
            user(host.userName() + ":*:" + host.userId() + ":" + host.groupId() + "::" + home() + ":/bin/sh");
            if (!accounts().hasGroup(host.groupId())) {
                group(host.userName() + ":x:" + host.groupId() + ":" + host.userName());
            }
        }
    }

    /** {@code --hostuser}. */
    void addHostUsers(Path hostPasswd) {
        if (!process.passwd() || process.hostUsers().isEmpty()) {
            return;
        }
        List<String> lines;
        try {
            lines = Files.readAllLines(hostPasswd);
        } catch (IOException e) {
            throw JpodException.host("reading " + hostPasswd, e);
        }
        for (String wanted : process.hostUsers()) {
            boolean found = false;
            for (String line : lines) {
                String[] fields = line.split(":", -1);
                if (fields.length >= 5 && (fields[0].equals(wanted) || fields[2].equals(wanted))) {
                    found = true;
                    if (!accounts().hasUserName(fields[0])) {
                        user(fields[0] + ":*:" + fields[2] + ":" + fields[3] + ":" + fields[4] + ":" + home()
                                + ":/bin/sh");
                    }
                    break;
                }
            }
            if (!found) {
                throw JpodException.notFound("user: unknown user " + wanted);
            }
        }
    }

    /** A process whose user is only a number gets a line, so that programs find a name and a home. */
    void addProcessUser(Accounts.Account account) {
        if (!process.passwd() || account.known() || account.uid() == 0) {
            return;
        }
        String uid = Long.toString(account.uid());
        String gid = Long.toString(account.gid());
        if (process.passwdEntry().isEmpty()) {
            user(uid + ":*:" + uid + ":" + gid + ":container user:" + home() + ":/bin/sh");
        } else {
            user(process.passwdEntry()
                    .replace("$USERNAME", uid)
                    .replace("$UID", uid)
                    .replace("$GID", gid)
                    .replace("$NAME", "container user")
                    .replace("$HOME", home()));
        }
        String groupId = config.userSpec().contains(":") ? gid : uid;
        if (!accounts().hasGroup(Long.parseLong(groupId))) {
            group(
                    process.groupEntry().isEmpty()
                            ? groupId + ":x:" + groupId + ":" + uid
                            : process.groupEntry()
                                    .replace("$GROUPNAME", groupId)
                                    .replace("$GID", groupId)
                                    .replace("$USERLIST", uid));
        }
    }

    private String home() {
        return config.workingDirectory().isEmpty() ? "/" : config.workingDirectory();
    }

    private void user(String line) {
        passwd = add(users, passwd, line);
    }

    private void group(String line) {
        group = add(groups, group, line);
    }

    private static String add(StringBuilder added, String present, String line) {
        if (line.indexOf('\n') >= 0) {
            throw JpodException.usage("passwd and group entries must be single lines");
        }
        String text = (added.length() == 0 && !present.isEmpty() && !present.endsWith("\n") ? "\n" : "") + line + "\n";
        added.append(text);
        return present + text;
    }

    /** Writes what was added. */
    void store(EtcFiles files, MountTable table, boolean readOnlyRoot) {
        store(files, table, readOnlyRoot, PASSWD, users, passwd);
        store(files, table, readOnlyRoot, GROUP, groups, group);
    }

    private void store(
            EtcFiles files, MountTable table, boolean readOnlyRoot, String path, StringBuilder added, String whole) {
        if (added.length() == 0 || table.has(path) || root.read(path, LIMIT).isEmpty()) {
            return;
        }
        if (readOnlyRoot) {
            files.bind(table, path, files.write(path.substring("/etc/".length()), whole));
        } else {
            root.append(path, added.toString().getBytes(StandardCharsets.UTF_8));
        }
    }
}
