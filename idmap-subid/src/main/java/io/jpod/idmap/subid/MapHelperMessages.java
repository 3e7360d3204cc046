package io.jpod.idmap.subid;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.process.ProcessResult;
import java.nio.file.Path;

/** Explains what newuidmap(1) and newgidmap(1) of shadow say when they fail. */
final class MapHelperMessages {
    private MapHelperMessages() {}

    static JpodException explain(Path helper, ProcessResult result, String user) {
        String said = result.stderr().trim();
        String name = helper.getFileName().toString();
        String kind = name.contains("gid") ? "subgid" : "subuid";
        String message = "mapping ids with " + helper + ": "
                + (said.isEmpty() ? "exit status " + result.exitCode() : said.replace('\n', ' '));
        return new JpodException(ErrorCode.HOST, message).withRemedy(remedy(said, helper, kind, user));
    }

    private static String remedy(String said, Path helper, String kind, String user) {
        if (said.contains("not allowed")) {
            return "/etc/" + kind + " does not give these ids to " + user + ": check its lines for this user";
        }
        if (said.contains("owned by a different user")) {
            return "the process belongs to somebody else: do not run jpod through a program that changes the user half-way";
        }
        if (said.contains("write to uid_map failed")
                || said.contains("write to gid_map failed")
                || said.contains("Operation not permitted")) {
            return helper + " lacks its privilege: reinstall the package uidmap, or chmod u+s it; "
                    + "inside another container its file capabilities may have been lost";
        }
        if (said.contains("open of uid_map failed") || said.contains("open of gid_map failed")) {
            return "the namespace's process ended too early: try again";
        }
        return "check /etc/" + kind + " and the package uidmap";
    }
}
