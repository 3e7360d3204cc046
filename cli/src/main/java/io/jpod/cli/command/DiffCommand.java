package io.jpod.cli.command;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;
import io.jpod.engine.Contents.Change;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** {@code diff}, {@code container diff} and {@code image diff}. */
public final class DiffCommand implements Command {
    private static final String FORMAT = "format string Print as json\n";
    private static final String LATEST = "latest,l bool Take the container that was created last\n";

    /** What the engine itself puts into every container. */
    private static final List<String> OWN = List.of(
            "/dev",
            "/etc/hostname",
            "/etc/hosts",
            "/etc/mtab",
            "/etc/resolv.conf",
            "/proc",
            "/run",
            "/run/.containerenv",
            "/run/notify",
            "/run/secrets",
            "/sys");

    private final String type;

    /**
     * @param type {@code container}, {@code image}, or {@code all} for whichever has the name, in this order
     */
    public DiffCommand(String type) {
        this.type = type;
    }

    @Override
    public OptionTable options() {
        return new OptionTable(type.equals("image") ? FORMAT : FORMAT + LATEST);
    }

    @Override
    public Help help() {
        switch (type) {
            case "container":
                return new Help(
                        "Inspect changes to the container's file systems",
                        "[options] CONTAINER [CONTAINER]",
                        "container diff web\n");
            case "image":
                return new Help(
                        "Inspect changes to the image's file systems",
                        "[options] IMAGE [IMAGE]",
                        "image diff alpine\n");
            default:
                return new Help(
                        "Display the changes to the object's file system",
                        "[options] {CONTAINER|IMAGE} [{CONTAINER|IMAGE}]",
                        "diff web\ndiff --format json alpine\n");
        }
    }

    @Override
    public int run(Invocation call) {
        boolean latest = !type.equals("image") && call.options().flag("latest");
        if (call.arguments().isEmpty() && !latest) {
            throw JpodException.usage(
                    type.equals("image")
                            ? "accepts between 1 and 2 arg(s), received 0"
                            : "\"" + call.path() + "\" requires a name, id, or the \"--latest\" flag");
        }
        if (latest && !call.arguments().isEmpty()) {
            throw JpodException.usage("--latest and containers cannot be used together");
        }
        Arguments.between(call, latest ? 0 : 1, 2);
        String format = call.options().text("format");
        if (!format.isEmpty() && !format.equals("json")) {
            throw JpodException.usage("only supported value for '--format' is 'json'");
        }
        List<Change> changes = new ArrayList<>();
        for (Change change : find(call, latest)) {
            if (!OWN.contains(change.path())) {
                changes.add(change);
            }
        }
        if (format.isEmpty()) {
            for (Change change : changes) {
                call.out().println(change.kind() + " " + change.path());
            }
        } else {
            call.out().println(Json.pretty(document(changes), "     "));
        }
        return 0;
    }

    private static JsonObject document(List<Change> changes) {
        JsonObject document = new JsonObject();
        document.putNonEmpty("changed", paths(changes, 'C'));
        document.putNonEmpty("added", paths(changes, 'A'));
        return document.putNonEmpty("deleted", paths(changes, 'D'));
    }

    private static List<String> paths(List<Change> changes, char kind) {
        List<String> result = new ArrayList<>();
        for (Change change : changes) {
            if (change.kind() == kind) {
                result.add(change.path());
            }
        }
        return result;
    }

    private List<Change> between(Invocation call, String name, String other) {
        for (String each : List.of(name, other)) {
            boolean known = call.images().exists(each);
            try {
                known |= !type.equals("image")
                        && !call.containers().get(each).name().isEmpty();
            } catch (JpodException e) {
                if (e.code() != ErrorCode.NOT_FOUND) {
                    throw e;
                }
            }
            if (!known) {
                throw JpodException.notFound(each + " not found: layer not known");
            }
        }
        return call.contents().changesBetween(other, name);
    }

    private List<Change> find(Invocation call, boolean latest) {
        if (latest) {
            return call.contents()
                    .changesOfContainer(Selection.latest(call).config().id());
        }
        String name = call.arguments().get(0);
        if (call.arguments().size() > 1) {
            return between(call, name, call.arguments().get(1));
        }
        if (!type.equals("image")) {
            try {
                return call.contents().changesOfContainer(name);
            } catch (JpodException e) {
                if (e.code() != ErrorCode.NOT_FOUND) {
                    throw e;
                }
                if (type.equals("container")) {
                    throw JpodException.notFound(name + " not found: container not known");
                }
            }
        }
        try {
            return call.contents().changesOfImage(name);
        } catch (JpodException e) {
            if (e.code() != ErrorCode.NOT_FOUND) {
                throw e;
            }
            throw JpodException.notFound(
                    name + " not found: " + (type.equals("image") ? e.getMessage() : "layer not known"));
        }
    }
}
