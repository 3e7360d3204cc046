package io.jpod.it.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What may differ from podman, each with its reason; told to users in {@code docs/spec-differences.md}. */
enum Accepted {
    /** {@code config.json}; the subject is the command, the difference a line of {@link Trees}. */
    CONFIG(
            rule(".*", "/root/path: .*", "each engine mounts where it likes"),
            rule(".*", "/annotations/io.kubernetes.cri-o.Created: .*", "a time"),
            rule(".*", "/linux/cgroupsPath: podman (null|\"\"), .*", "limits work below the delegated group"),
            rule(".*", "/linux/namespaces/\\d+/path: podman \"/run/.*/netns/.*", "attached by process id")),

    /** Exit codes and complaints; the subject is the command line, the difference {@code code: …} or {@code complaint: …}. */
    EXIT(
            rule(".*--format.*Nonsense.*", "complaint: .*", "Go's template library names its types and columns"),
            rule(
                    ".*--filter nonsense=1.*",
                    "complaint: podman Error: unsupported image filter \"(.*)\"\\s+jpod Error: invalid image filter \"\\1\": .*",
                    "as podman 5 words it"),
            rule(
                    "images --filter .*",
                    "complaint: podman (Error: .* for filter) filter (.*?)\\s+jpod \\1 \\2",
                    "as podman 5 words it"),
            rule(
                    ".*inspect .*",
                    "complaint: podman Error: inspecting object: (.*?)\\s+jpod Error: \\1",
                    "as podman 5 words it")),

    /** Shapes of JSON output; the subject is the command, the difference a line of {@link Trees}. */
    SHAPE(
            rule("info .*", "/host/buildahVersion: .*", "jpod has no buildah in it"),
            rule("info .*", "/host/remoteSocket: .*", "jpod has no service"),
            rule("info .*", "/store/imageCopyTmpDir: .*", "layers are unpacked into the store while they are read"),
            rule("info .*", "/plugins/authorization: .*", "always null in podman"),
            rule("info .*", "/version/Built(Time)?: .*", "version tells it"),
            rule("inspect .*", "/0/State/CgroupPath: .*", "absent where no cgroup was made"));

    private final List<Rule> rules;

    Accepted(Rule... rules) {
        this.rules = List.of(rules);
    }

    /** The differences that no rule covers. */
    List<String> unexpected(String subject, List<String> differences) {
        List<String> left = new ArrayList<>();
        for (String difference : differences) {
            boolean covered = false;
            for (Rule rule : rules) {
                covered |= rule.subject().matcher(subject).matches()
                        && rule.difference().matcher(difference).matches();
            }
            if (!covered) {
                left.add(subject + "\n    " + difference);
            }
        }
        return left;
    }

    private static Rule rule(String subject, String difference, String reason) {
        return new Rule(Pattern.compile(subject), Pattern.compile(difference, Pattern.DOTALL), reason);
    }

    private record Rule(Pattern subject, Pattern difference, String reason) {}
}
