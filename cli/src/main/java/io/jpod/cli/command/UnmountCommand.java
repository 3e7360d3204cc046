package io.jpod.cli.command;

import io.jpod.api.JpodException;
import io.jpod.cli.Command;
import io.jpod.cli.Failures;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;
import java.util.List;

/** {@code unmount}. */
public final class UnmountCommand implements Command {
    private static final String OPTIONS = """
            all,a bool Unmount all containers
            force,f bool Unmount however often it was mounted
            latest,l bool Unmount the container that was made last
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help(
                "Unmounts working container's root filesystem",
                "A container that was mounted several times stays until the last of them is taken back, and as long as it runs.",
                "[options] CONTAINER [CONTAINER...]",
                """
                unmount web
                umount --all
                """);
    }

    @Override
    public int run(Invocation call) {
        boolean all = call.options().flag("all");
        List<String> names = new Selection(call).names(container -> true);
        for (String name : names) {
            call.containers().get(name);
        }
        Failures failures = new Failures(call);
        for (String name : names) {
            try {
                boolean done =
                        call.contents().unmountContainer(name, call.options().flag("force"));
                if (done || !all) {
                    call.out().println(name);
                }
            } catch (JpodException e) {
                failures.add(new JpodException(e.code(), "error unmounting container " + name, e));
            }
        }
        return failures.exitCode();
    }
}
