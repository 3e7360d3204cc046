package io.jpod.engine.container;

import io.jpod.api.JpodException;
import io.jpod.api.idmap.IdMapping;
import io.jpod.engine.AttachOptions;
import io.jpod.engine.ExecRequest;
import io.jpod.engine.spec.AccountNames;
import io.jpod.engine.top.ProcessTable;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Lists a container's processes: by reading {@code /proc}, or for other words by the container's own ps(1). */
final class ContainerTop {
    private static final int CHUNK = 64 * 1024;

    private final Services services;
    private final ExecSessions sessions;
    private final Path proc;

    ContainerTop(Services services, ExecSessions sessions, Path proc) {
        this.services = services;
        this.sessions = sessions;
        this.proc = proc;
    }

    List<List<String>> rows(ContainerConfig config, ContainerState state, List<String> descriptors) {
        if (!ProcessTable.understands(descriptors)) {
            return ps(config, descriptors);
        }
        IdMapping none = new IdMapping(List.of(), List.of());
        ProcessTable table = new ProcessTable(
                proc,
                services.context().clock(),
                RootMounts.mapping(config).orElse(none),
                services.context().host().namespaceIds(),
                new AccountNames(services.context().posix(), proc.resolve(state.pid() + "/root")));
        return table.rows(state.pid(), descriptors);
    }

    private List<List<String>> ps(ContainerConfig config, List<String> words) {
        List<String> command = new ArrayList<>();
        command.add("ps");
        command.addAll(words);
        Posix posix = services.context().posix();
        int file = -1;
        try {
            // An anonymous file: nobody has to read while the program writes.
            Path path = services.paths().run(config.id()).resolve("top-" + ContainerStore.newId());
            file = posix.open(Posix.AT_FDCWD, path.toString(), Posix.O_RDWR | Posix.O_CREAT | Posix.O_EXCL, 0600);
            posix.unlink(Posix.AT_FDCWD, path.toString(), 0);
            OptionalInt code = sessions.run(
                    config.id(),
                    ExecRequest.builder().command(command).build(),
                    new AttachOptions(-1, file, file, new byte[0], false, false));
            String text = text(posix, file);
            if (code.orElse(-1) != 0) {
                throw JpodException.external("executing ps(1) in container " + config.id() + " failed with exit status "
                        + code.orElse(-1) + ": " + text.trim());
            }
            List<List<String>> rows = new ArrayList<>();
            for (String line : text.split("\n")) {
                rows.add(List.of(line));
            }
            return rows;
        } catch (PosixException e) {
            throw JpodException.host("collecting the output of ps(1) in container " + config.id(), e);
        } finally {
            if (file >= 0) {
                posix.close(file);
            }
        }
    }

    private static String text(Posix posix, int file) throws PosixException {
        posix.seek(file, 0, Posix.SEEK_SET);
        StringBuilder text = new StringBuilder();
        byte[] chunk = new byte[CHUNK];
        int count = posix.read(file, chunk, 0, chunk.length);
        while (count > 0) {
            text.append(new String(chunk, 0, count, StandardCharsets.UTF_8));
            count = posix.read(file, chunk, 0, chunk.length);
        }
        return text.toString();
    }
}
