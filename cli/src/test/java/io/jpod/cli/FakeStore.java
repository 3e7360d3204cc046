package io.jpod.cli;

import io.jpod.engine.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A store of a given size with given damages, all of which can be repaired but those of containers. */
public final class FakeStore implements Store {
    public Usage usage = new Usage(List.of(), 0, 0, Map.of(), Map.of());
    public final List<Finding> findings = new ArrayList<>();
    public boolean readContents;
    public boolean reset;
    public Duration spared = Duration.ZERO;

    @Override
    public Usage usage() {
        return usage;
    }

    @Override
    public List<Finding> check(boolean contents, Duration spared) {
        readContents = contents;
        this.spared = spared;
        return List.copyOf(findings);
    }

    @Override
    public List<Finding> repair(List<Finding> found, boolean force, Duration spared) {
        this.spared = spared;
        findings.removeIf(
                finding -> found.contains(finding) && (force || !finding.kind().equals("container")));
        return List.copyOf(findings);
    }

    @Override
    public void reset() {
        reset = true;
    }
}
