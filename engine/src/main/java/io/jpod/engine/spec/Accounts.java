package io.jpod.engine.spec;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Users and groups as a container's own {@code /etc/passwd} and {@code /etc/group} name them (passwd(5), group(5)). */
final class Accounts {
    private static final int LIMIT = 4 << 20;
    private static final long MAX_ID = Integer.MAX_VALUE;

    private final String passwd;
    private final String group;

    Accounts(String passwd, String group) {
        this.passwd = passwd;
        this.group = group;
    }

    /** Reads both files; one that is missing or no regular file counts as empty. */
    static Accounts of(ContainerRoot root) {
        return new Accounts(text(root, "/etc/passwd"), text(root, "/etc/group"));
    }

    private static String text(ContainerRoot root, String path) {
        return new String(root.read(path, LIMIT).orElse(new byte[0]), StandardCharsets.UTF_8);
    }

    /**
     * Who a process runs as.
     *
     * @param name of the user when the passwd file knows it, else empty
     * @param home empty when unknown
     * @param groups further groups that the group file lists the user in
     */
    record Account(String name, long uid, long gid, String home, List<Long> groups, boolean known) {}

    /**
     * Resolves {@code user[:group]}, each a name or a number.
     *
     * @throws JpodException NOT_FOUND in podman's words
     */
    Account resolve(String spec) {
        int colon = spec.indexOf(':');
        String user = colon < 0 ? spec : spec.substring(0, colon);
        String wantedGroup = colon < 0 ? "" : spec.substring(colon + 1);
        String[] entry = user(user.isEmpty() ? "0" : user);
        String name = "";
        String home = "";
        long uid;
        long gid = 0;
        if (entry != null) {
            name = entry[0];
            uid = Long.parseLong(entry[2]);
            gid = Long.parseLong(entry[3]);
            home = entry.length > 5 ? entry[5] : "";
        } else {
            uid = user.isEmpty() ? 0 : number(user, "user", "passwd");
        }
        List<Long> groups = new ArrayList<>();
        if (!wantedGroup.isEmpty()) {
            long known = groupId(wantedGroup);
            gid = known >= 0 ? known : number(wantedGroup, "group", "group");
        } else if (entry != null) {
            memberships(name, groups);
        }
        return new Account(name, uid, gid, home, groups, entry != null);
    }

    /** The id of a group by name or number; -1 when the file does not have it. */
    long groupId(String wanted) {
        for (String line : group.split("\n")) {
            String[] fields = line.split(":", -1);
            if (fields.length >= 3 && isNumber(fields[2]) && (fields[0].equals(wanted) || fields[2].equals(wanted))) {
                return Long.parseLong(fields[2]);
            }
        }
        return -1;
    }

    /** The id of a group to add, by name or number. */
    long additionalGroup(String wanted) {
        long known = groupId(wanted);
        return known >= 0 ? known : number(wanted, "group", "group");
    }

    /** True when a passwd line has this name. */
    boolean hasUserName(String name) {
        String[] entry = user(name);
        return entry != null && entry[0].equals(name);
    }

    boolean hasGroup(long gid) {
        return groupId(Long.toString(gid)) >= 0;
    }

    /** The name of a user id; the id in digits when it has none. */
    String userName(long uid) {
        return nameOf(passwd, Long.toString(uid));
    }

    /** The name of a group id; the id in digits when it has none. */
    String groupName(long gid) {
        return nameOf(group, Long.toString(gid));
    }

    private static String nameOf(String file, String id) {
        for (String line : file.split("\n")) {
            String[] fields = line.split(":", -1);
            if (fields.length >= 3 && fields[2].equals(id)) {
                return fields[0];
            }
        }
        return id;
    }

    private String[] user(String wanted) {
        for (String line : passwd.split("\n")) {
            String[] fields = line.split(":", -1);
            if (fields.length >= 4
                    && isNumber(fields[2])
                    && isNumber(fields[3])
                    && (fields[0].equals(wanted) || fields[2].equals(wanted))) {
                return fields;
            }
        }
        return null;
    }

    private void memberships(String name, List<Long> groups) {
        for (String line : group.split("\n")) {
            String[] fields = line.split(":", -1);
            if (fields.length < 4 || !isNumber(fields[2])) {
                continue;
            }
            for (String member : fields[3].split(",")) {
                if (member.strip().equals(name)) {
                    groups.add(Long.parseLong(fields[2]));
                    break;
                }
            }
        }
    }

    private static long number(String text, String kind, String file) {
        if (text.startsWith("-") && isNumber(text.substring(1))) {
            throw JpodException.usage("uids and gids must be in range 0-2147483647");
        }
        if (!isNumber(text)) {
            throw new JpodException(
                    ErrorCode.COMMAND_NOT_INVOKABLE,
                    "unable to find " + kind + " " + text + ": no matching entries in " + file + " file");
        }
        long value = Long.parseLong(text);
        if (value > MAX_ID) {
            throw JpodException.usage("uids and gids must be in range 0-2147483647");
        }
        return value;
    }

    private static boolean isNumber(String text) {
        if (text.isEmpty() || text.length() > 10) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
