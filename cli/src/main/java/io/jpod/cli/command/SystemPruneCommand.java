package io.jpod.cli.command;

import io.jpod.api.JpodException;
import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Failures;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.format.Sizes;
import io.jpod.cli.option.OptionTable;
import io.jpod.engine.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** {@code system prune}. */
public final class SystemPruneCommand implements Command {
    private static final String OPTIONS = """
            all,a bool Remove all images that no container uses, not only nameless ones
            build bool Remove also the containers of builds: jpod builds nothing, so there are none
            external bool Remove only what nothing refers to: blobs and layers that a crash left; without asking
            filter array Remove what fits a condition (label, label!, until)
            force,f bool Do not ask
            volumes bool Remove also the volumes that no container uses
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help(
                "Remove unused data",
                "Removes stopped containers and nameless images; with --all all unused images, with --volumes all unused volumes.",
                "[options]",
                """
                system prune
                system prune -a -f --volumes
                """);
    }

    @Override
    public int run(Invocation call) {
        Arguments.none(call);
        boolean all = call.options().flag("all");
        boolean volumes = call.options().flag("volumes");
        if (call.options().flag("external")) {
            if (all || volumes || call.options().given("filter")) {
                throw JpodException.usage("system prune --external cannot be combined with other options");
            }
            removeUnreferenced(call);
            return 0;
        }
        Pruning pruning = new Pruning(call, call.options().list("filter"));
        pruning.checkContainerFilters();
        if (!call.options().flag("force")) {
            warn(call, all, volumes);
            if (!Question.confirmed(call)) {
                return 0;
            }
        }
        Failures failures = new Failures(call);
        print(call, "Deleted Containers", pruning.containers(failures));
        if (volumes) {
            print(call, "Deleted Volumes", pruning.volumes(failures));
        }
        // Images share layers: what each one takes does not add up.
        long before = call.store().usage().imageBytes();
        print(call, "Deleted Images", pruning.images(all, failures));
        long images = Math.max(0, before - call.store().usage().imageBytes());
        call.out().println("Total reclaimed space: " + Sizes.digits(pruning.reclaimed() + images));
        return failures.exitCode();
    }

    /** What a container's or an image's damage is stays: that is for system check. */
    private static void removeUnreferenced(Invocation call) {
        call.images().dropUnfinished();
        List<Store.Finding> strays = new ArrayList<>();
        for (Store.Finding finding : call.store().check(false, Duration.ZERO)) {
            if (finding.kind().equals("layer") || finding.kind().equals("blob")) {
                strays.add(finding);
            }
        }
        if (!strays.isEmpty()) {
            call.store().repair(strays, false, Duration.ZERO);
        }
    }

    private static void warn(Invocation call, boolean all, boolean volumes) {
        call.out()
                .println("WARNING! This command removes:\n\t- all stopped containers\n\t- all networks not used by at"
                        + " least one container");
        if (volumes) {
            call.out().println("\t- all volumes not used by at least one container");
        }
        if (call.options().flag("build")) {
            call.out().println("\t- all build containers");
        }
        call.out()
                .println(
                        all
                                ? "\t- all images without at least one container associated with them\n\t- all build cache\n"
                                : "\t- all dangling images\n\t- all dangling build cache\n");
    }

    private static void print(Invocation call, String heading, List<String> removed) {
        if (removed.isEmpty()) {
            return;
        }
        call.out().println(heading);
        for (String each : removed) {
            call.out().println(each);
        }
        call.out().flush();
    }
}
