package io.jpod.cli.command;

import io.jpod.cli.Invocation;
import io.jpod.cli.create.CreateParser;
import io.jpod.engine.Containers.Snapshot;
import io.jpod.engine.Images;
import io.jpod.engine.request.CreateRequest;

/** What {@code create} and {@code run} share. */
final class ContainerCreation {
    private final Invocation call;

    ContainerCreation(Invocation call) {
        this.call = call;
    }

    /** Creates the container that the command line describes. */
    Snapshot create(CreateRequest request, CreateParser parser) {
        return call.containers().create(request, parser.pullOptions(request), progress());
    }

    private Images.Progress progress() {
        return new TransferProgress(call, call.options().flag("quiet"), false);
    }
}
