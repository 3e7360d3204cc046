package io.jpod.launcher;

import io.jpod.cli.CliContext;

/** What the launcher's jar says about its build. */
final class BuildFacts {
    private BuildFacts() {}

    /** Version from the manifest, which Maven writes; outside a jar there is none. */
    static CliContext.Build of(Package launcher) {
        String version = launcher.getImplementationVersion();
        return new CliContext.Build(version == null ? "0.0.0-development" : version, "", 0);
    }
}
