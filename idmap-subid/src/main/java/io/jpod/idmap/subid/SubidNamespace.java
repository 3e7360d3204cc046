package io.jpod.idmap.subid;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.host.HostFacts;
import io.jpod.api.idmap.EngineNamespace;
import io.jpod.api.idmap.IdMapping;
import io.jpod.api.idmap.IdRange;
import io.jpod.api.process.ProcessRequest;
import io.jpod.api.process.ProcessResult;
import io.jpod.api.process.ProcessRunner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The engine's namespace: the user is 0, the user's subordinate ids are 1 and up; without any, the user alone. */
final class SubidNamespace implements EngineNamespace {
    /** Fewer ids than these hold no system's accounts. */
    static final long SMALLEST = 1000;
    /** What useradd(8) gives; images use ids up to 65534. */
    static final long USUAL = 65535;

    private final HostFacts host;
    private final SubordinateIds subordinates;
    private final ProcessRunner processes;
    private final Path proc;
    private Plan plan;

    SubidNamespace(HostFacts host, SubordinateIds subordinates, ProcessRunner processes, Path proc) {
        this.host = host;
        this.subordinates = subordinates;
        this.processes = processes;
        this.proc = proc;
    }

    @Override
    public IdMapping plan() {
        return decide().ids;
    }

    @Override
    public Optional<String> shortage() {
        return Optional.ofNullable(decide().shortage);
    }

    @Override
    public void map(int pid) {
        Plan decided = decide();
        if (decided.newuidmap == null) {
            new SingleNamespace(host, proc).map(pid);
            return;
        }
        // Groups first, as a failure there leaves nothing usable behind.
        run(decided.newgidmap, pid, decided.ids.gids());
        run(decided.newuidmap, pid, decided.ids.uids());
    }

    private void run(Path helper, int pid, List<IdRange> ranges) {
        List<String> argv = new ArrayList<>();
        argv.add(helper.toString());
        argv.add(Integer.toString(pid));
        for (IdRange range : ranges) {
            argv.add(Long.toString(range.containerId()));
            argv.add(Long.toString(range.hostId()));
            argv.add(Long.toString(range.size()));
        }
        ProcessResult result = processes.run(ProcessRequest.of(argv));
        if (!result.succeeded()) {
            throw MapHelperMessages.explain(helper, result, host.userName());
        }
    }

    private Plan decide() {
        if (plan == null) {
            plan = makePlan();
        }
        return plan;
    }

    private Plan makePlan() {
        String name = host.userName();
        List<SubordinateRange> uids = subordinates.userIds(name, host.userId());
        List<SubordinateRange> gids = subordinates.groupIds(name, host.userId());
        if (uids.isEmpty() || gids.isEmpty()) {
            Path missing = uids.isEmpty() ? subordinates.userFile() : subordinates.groupFile();
            return alone("no subordinate ids for user " + name + " in " + missing
                    + ", using a single id: files of other owners in images become this user's; "
                    + "give a range with: sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 " + name
                    + ", then run jpod system migrate");
        }
        Optional<Path> newuidmap = host.findExecutable("newuidmap");
        Optional<Path> newgidmap = host.findExecutable("newgidmap");
        if (newuidmap.isEmpty() || newgidmap.isEmpty()) {
            return alone((newuidmap.isEmpty() ? "newuidmap" : "newgidmap")
                    + " is not installed, using a single id: files of other owners in images become this user's; "
                    + "install the package uidmap (shadow-utils on Fedora), then run jpod system migrate");
        }
        String shortage = shortage(uids, "uid");
        if (shortage == null) {
            shortage = shortage(gids, "gid");
        }
        IdMapping ids = new IdMapping(stack(uids, host.userId(), "uid"), stack(gids, host.groupId(), "gid"));
        return new Plan(ids, shortage, newuidmap.get(), newgidmap.get());
    }

    private Plan alone(String shortage) {
        return new Plan(new SingleNamespace(host, proc).plan(), shortage, null, null);
    }

    private static String shortage(List<SubordinateRange> ranges, String kind) {
        long total = 0;
        for (SubordinateRange range : ranges) {
            total += range.count();
        }
        SubordinateRange last = ranges.get(ranges.size() - 1);
        if (total < SMALLEST) {
            throw new JpodException(
                            ErrorCode.HOST,
                            last.origin() + ": subordinate " + kind + " range " + last.text() + " is too small: "
                                    + total + " ids in all, images need 65536")
                    .withRemedy("make the range larger, then run jpod system migrate");
        }
        if (total < USUAL) {
            return last.origin() + ": only " + total + " subordinate " + kind
                    + "s, images with larger ids will not unpack; make the range 65536 long, then run jpod system migrate";
        }
        return null;
    }

    private static List<IdRange> stack(List<SubordinateRange> ranges, long self, String kind) {
        List<IdRange> stacked = new ArrayList<>();
        stacked.add(new IdRange(0, self, 1));
        long next = 1;
        for (SubordinateRange range : ranges) {
            if (range.contains(self)) {
                throw new JpodException(
                                ErrorCode.HOST,
                                range.origin() + ": subordinate " + kind + " range " + range.text()
                                        + " overlaps the user's own id " + self)
                        .withRemedy(
                                "start the range above all accounts, for example at 100000, then run jpod system migrate");
            }
            stacked.add(new IdRange(next, range.start(), range.count()));
            next += range.count();
        }
        return stacked;
    }

    /** What was decided; without helpers the user's own id is mapped alone. */
    private static final class Plan {
        final IdMapping ids;
        final String shortage;
        final Path newuidmap;
        final Path newgidmap;

        Plan(IdMapping ids, String shortage, Path newuidmap, Path newgidmap) {
            this.ids = ids;
            this.shortage = shortage;
            this.newuidmap = newuidmap;
            this.newgidmap = newgidmap;
        }
    }
}
