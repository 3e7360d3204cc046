package io.jpod.cli.command;

import io.jpod.api.JpodException;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.Options;
import io.jpod.engine.Containers.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Which containers a command is about: by name, {@code --all}, {@code --latest}, {@code --cidfile}, {@code --filter}. */
final class Selection {
    /** Says which containers {@code --all} means. */
    interface Condition {
        boolean holds(Snapshot container);
    }

    private final Invocation call;
    private final Options options;

    Selection(Invocation call) {
        this.call = call;
        this.options = call.options();
    }

    /**
     * Names as the user typed them, or full ids.
     *
     * @param inAll which containers {@code --all} means
     * @throws JpodException USAGE in podman's words for contradictions and for nothing at all
     */
    List<String> names(Condition inAll) {
        boolean all = has("all") && options.flag("all");
        boolean latest = has("latest") && options.flag("latest");
        boolean files = has("cidfile") && !options.list("cidfile").isEmpty();
        boolean filter = has("filter") && !options.list("filter").isEmpty();
        check(all, latest, files, filter);
        if (filter) {
            return filtered(ContainerFilter.parse(call, options.list("filter")), all ? inAll : container -> true);
        }
        if (all) {
            return filtered(inAll, container -> true);
        }
        if (latest) {
            return List.of(latest(call).config().id());
        }
        List<String> names = new ArrayList<>(call.arguments());
        if (files) {
            for (String file : options.list("cidfile")) {
                String id = readId(call.context().directory().resolve(file), file);
                if (!id.isEmpty()) {
                    names.add(id);
                }
            }
        }
        lookUp(names);
        return names;
    }

    /** Nothing is done to the others when one of several does not exist. */
    private void lookUp(List<String> names) {
        boolean mayBeMissing = has("ignore") && options.flag("ignore") || has("force") && options.flag("force");
        if (names.size() > 1 && !mayBeMissing) {
            for (String name : names) {
                call.containers().get(name);
            }
        }
    }

    private boolean has(String option) {
        return options.has(option);
    }

    private void check(boolean all, boolean latest, boolean files, boolean filter) {
        int count = call.arguments().size();
        if (all && latest && !files) {
            throw JpodException.usage("--all and --latest cannot be used together");
        }
        if (files && (all || latest)) {
            throw JpodException.usage("--all, --latest, and --cidfile cannot be used together");
        }
        if (filter && count > 0) {
            throw JpodException.usage("--filter takes no arguments");
        }
        if (count > 0 && latest) {
            throw JpodException.usage("--latest and containers cannot be used together");
        }
        if (count > 0 && all) {
            throw JpodException.usage("no arguments are needed with --all");
        }
        if (count == 0 && !all && !latest && !files && !filter) {
            throw JpodException.usage("you must provide at least one name or id");
        }
    }

    private List<String> filtered(Condition first, Condition second) {
        List<String> ids = new ArrayList<>();
        for (Snapshot container : call.containers().list()) {
            if (first.holds(container) && second.holds(container)) {
                ids.add(container.config().id());
            }
        }
        return ids;
    }

    private String readId(Path file, String asGiven) {
        try {
            String text = Files.readString(file);
            int end = text.indexOf('\n');
            return end < 0 ? text : text.substring(0, end);
        } catch (NoSuchFileException e) {
            if (has("ignore") && options.flag("ignore")) {
                return "";
            }
            throw JpodException.usage("reading CIDFile: open " + asGiven + ": no such file or directory");
        } catch (IOException e) {
            throw JpodException.host("reading CIDFile " + asGiven, e);
        }
    }

    /** The first line of a file. */
    String idFrom(String file) {
        return readId(call.context().directory().resolve(file), file);
    }

    /** The container that was made last. */
    static Snapshot latest(Invocation call) {
        Snapshot newest = null;
        for (Snapshot container : call.containers().list()) {
            if (newest == null || container.config().created() > newest.config().created()) {
                newest = container;
            }
        }
        if (newest == null) {
            throw JpodException.notFound("no such container");
        }
        return newest;
    }

    /** The one container of commands that take exactly one: the first argument, or {@code --latest}. */
    static String one(Invocation call, String missing) {
        boolean latest = call.options().flag("latest");
        if (call.arguments().isEmpty() && !latest) {
            throw JpodException.usage(missing);
        }
        return latest ? latest(call).config().id() : call.arguments().get(0);
    }

    static boolean isRunning(Snapshot container) {
        return container.state().status().equals("running");
    }
}
