package io.jpod.launcher;

import io.jpod.cli.CliContext;

/** What the start script hands over from {@code lib/build-id}, after the id. */
final class BuildFacts {
    private BuildFacts() {}

    /** @param facts version, seconds since the epoch and commit, separated by blanks; the last may be missing */
    static CliContext.Build parse(String facts) {
        String[] words = facts.split(" ");
        if (words.length < 2) {
            return new CliContext.Build("0.0.0-development", "", 0);
        }
        return new CliContext.Build(words[0], words.length > 2 ? words[2] : "", Long.parseLong(words[1]));
    }
}
