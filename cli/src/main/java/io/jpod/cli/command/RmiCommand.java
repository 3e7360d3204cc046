package io.jpod.cli.command;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.cli.Command;
import io.jpod.cli.Errors;
import io.jpod.cli.Failures;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;
import io.jpod.engine.Images.Image;
import io.jpod.engine.Images.Removal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** {@code rmi}. */
public final class RmiCommand implements Command {
    private static final String OPTIONS = """
            all,a bool Remove all images
            force,f bool Remove also the containers that use it
            ignore,i bool Do not complain about images that do not exist
            no-prune bool Keep nameless images that only this one was built on
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help("Remove one or more images from local storage", "[options] IMAGE [IMAGE...]", """
                rmi alpine
                rmi -a -f
                """);
    }

    private static final int NOT_FOUND = 1;
    private static final int IN_USE = 2;

    @Override
    public int run(Invocation call) {
        boolean all = call.options().flag("all");
        if (call.arguments().isEmpty() && !all) {
            throw JpodException.usage("image name or ID must be specified");
        }
        if (!call.arguments().isEmpty() && all) {
            throw JpodException.usage("when using the --all switch, you may not pass any images names or IDs");
        }
        boolean force = call.options().flag("force");
        boolean ignore = force || call.options().flag("ignore");
        Map<String, List<String>> inUse = new ImageUse(call).containers();
        Failures failures = new Failures(call);
        for (String name : all ? allIds(call) : call.arguments()) {
            try {
                remove(call, name, force || all && !inUse.containsKey(name), inUse);
            } catch (JpodException e) {
                if (e.code() != ErrorCode.NOT_FOUND) {
                    failures.add(e, e.code() == ErrorCode.CONFLICT ? IN_USE : Errors.exitCode(e));
                } else if (!ignore) {
                    failures.add(e, NOT_FOUND);
                }
            }
        }
        return failures.exitCode();
    }

    private static List<String> allIds(Invocation call) {
        List<String> ids = new ArrayList<>();
        for (Image image : call.images().list()) {
            if (!image.readOnly()) {
                ids.add(image.config().id());
            }
        }
        return ids;
    }

    private static void remove(Invocation call, String name, boolean force, Map<String, List<String>> inUse) {
        if (force && !inUse.isEmpty() && !call.images().isList(name)) {
            Image image = call.images().get(name);
            for (String container : inUse.getOrDefault(image.config().id(), List.of())) {
                removeContainer(call, container);
            }
        }
        Removal removal = call.images().remove(name, force, !call.options().flag("no-prune"), inUse);
        for (String untagged : removal.untagged()) {
            call.out().println("Untagged: " + untagged);
        }
        for (String deleted : removal.deleted()) {
            call.out().println("Deleted: " + deleted);
        }
        call.out().flush();
    }

    private static void removeContainer(Invocation call, String id) {
        try {
            call.containers().remove(id, true, true, OptionalInt.empty());
        } catch (JpodException e) {
            if (e.code() != ErrorCode.NOT_FOUND) {
                throw e;
            }
        }
    }
}
