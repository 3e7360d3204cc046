package io.jpod.cli.command;

import io.jpod.api.JpodException;
import io.jpod.cli.Console;
import io.jpod.cli.Invocation;
import io.jpod.cli.create.CreateParser;
import io.jpod.engine.Containers.Snapshot;
import io.jpod.engine.Images;
import io.jpod.engine.request.CreateRequest;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What {@code create} and {@code run} share. */
final class ContainerCreation {
    private final Invocation call;

    ContainerCreation(Invocation call) {
        this.call = call;
    }

    /** Creates the container that the command line describes, and writes its id to {@code --cidfile}. */
    Snapshot create(CreateRequest request, CreateParser parser) {
        String cidFile = request.lifecycle().cidFile();
        Path claimed = cidFile.isEmpty() ? null : claim(Path.of(cidFile));
        Snapshot container;
        try {
            container = call.containers().create(request, parser.pullOptions(request), progress());
        } catch (RuntimeException e) {
            if (claimed != null) {
                release(claimed, e);
            }
            throw e;
        }
        if (claimed != null) {
            try {
                Files.writeString(claimed, container.config().id());
            } catch (IOException e) {
                throw JpodException.host("writing container id to " + claimed, e);
            }
        }
        return container;
    }

    private Images.Progress progress() {
        if (call.options().flag("quiet")) {
            return line -> {};
        }
        Console err = call.err();
        return line -> {
            err.println(line);
            err.flush();
        };
    }

    private static Path claim(Path file) {
        try {
            Files.write(file, new byte[0], StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            return file;
        } catch (FileAlreadyExistsException e) {
            throw JpodException.conflict(
                    "container id file exists. Ensure another container is not using it or delete " + file);
        } catch (IOException e) {
            throw JpodException.host("opening cidfile " + file, e);
        }
    }

    private static void release(Path file, RuntimeException failure) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
