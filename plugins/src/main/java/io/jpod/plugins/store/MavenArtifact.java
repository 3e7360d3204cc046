package io.jpod.plugins.store;

import io.jpod.api.JpodException;

/** Coordinates of a released jar. */
record MavenArtifact(String group, String artifact, String version) {
    /** @param text {@code GROUP:ARTIFACT:VERSION} */
    static MavenArtifact parse(String text) {
        String[] parts = text.split(":", -1);
        boolean ok = parts.length == 3;
        for (String part : parts) {
            ok &= part.matches("[A-Za-z0-9_][A-Za-z0-9_.+-]*") && !part.contains("..");
        }
        if (!ok) {
            throw JpodException.usage("invalid Maven coordinates \"" + text + "\": they are GROUP:ARTIFACT:VERSION");
        }
        if (parts[2].endsWith("-SNAPSHOT") || parts[2].equals("LATEST") || parts[2].equals("RELEASE")) {
            throw JpodException.unsupported("version " + parts[2] + " of " + text + " is not a released one");
        }
        return new MavenArtifact(parts[0], parts[1], parts[2]);
    }

    String name() {
        return artifact + "-" + version;
    }

    /** Below a repository's root, in Maven's standard layout. */
    String path() {
        return group.replace('.', '/') + "/" + artifact + "/" + version + "/" + name() + ".jar";
    }
}
