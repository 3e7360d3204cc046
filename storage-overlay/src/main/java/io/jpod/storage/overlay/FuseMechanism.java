package io.jpod.storage.overlay;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.idmap.IdRange;
import io.jpod.api.process.ProcessRequest;
import io.jpod.api.process.ProcessResult;
import io.jpod.api.process.ProcessRunner;
import io.jpod.api.storage.LayerMount;
import io.jpod.api.storage.WhiteoutFormat;
import java.nio.file.Path;
import java.util.List;

/** fuse-overlayfs(1), or another program with its arguments. It is started in the data directory: paths are short and relative. */
final class FuseMechanism implements OverlayMechanism {
    static final String PROGRAM = "fuse-overlayfs";

    private final ProcessRunner processes;
    private final String program;
    private final boolean rootless;
    private final OverlayOptions options;

    FuseMechanism(ProcessRunner processes, String program, boolean rootless, OverlayOptions options) {
        this.processes = processes;
        this.program = program;
        this.rootless = rootless;
        this.options = options;
    }

    @Override
    public String name() {
        return program;
    }

    @Override
    public WhiteoutFormat whiteouts() {
        return rootless ? WhiteoutFormat.OVERLAY_USER : WhiteoutFormat.OVERLAY_TRUSTED;
    }

    @Override
    public boolean shiftsIds() {
        return true;
    }

    @Override
    public void mount(Path data, String layer, List<String> lowers, LayerMount mount) {
        StringBuilder words = new StringBuilder(256 + 16 * lowers.size()).append("lowerdir=");
        int count = 0;
        for (String lower : lowers) {
            words.append(count++ == 0 ? "" : ":").append("l/").append(lower);
        }
        if (count == 0) {
            words.append("l/").append(OverlayStorageDriver.EMPTY);
        }
        if (!mount.readOnly()) {
            words.append(",upperdir=")
                    .append(layer)
                    .append("/diff,workdir=")
                    .append(layer)
                    .append("/work");
        }
        if (mount.idMapping().isPresent()) {
            ids(words, ",uidmapping=", mount.idMapping().get().uids());
            ids(words, ",gidmapping=", mount.idMapping().get().gids());
        }
        for (String word : options.mountData()) {
            words.append(',').append(word);
        }
        if (!mount.label().isEmpty()) {
            words.append(",context=\"").append(mount.label()).append('"');
        }
        List<String> argv = List.of(program, "-o", words.toString(), layer + "/merged");
        ProcessResult result =
                processes.run(ProcessRequest.builder(argv).directory(data).build());
        if (!result.succeeded()) {
            throw new JpodException(
                    ErrorCode.HOST,
                    "mounting layer " + layer + ": " + program + ": "
                            + result.stderr().strip() + ": exit status " + result.exitCode());
        }
    }

    private static void ids(StringBuilder words, String name, List<IdRange> ranges) {
        words.append(name);
        for (int i = 0; i < ranges.size(); i++) {
            IdRange range = ranges.get(i);
            words.append(i == 0 ? "" : ":")
                    .append(range.containerId())
                    .append(':')
                    .append(range.hostId())
                    .append(':')
                    .append(range.size());
        }
    }
}
