package io.jpod.cli.command;

import io.jpod.api.JpodException;
import io.jpod.cli.Command;
import io.jpod.cli.Failures;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;
import io.jpod.engine.Contents.MountedImage;
import java.util.ArrayList;
import java.util.List;

/** {@code image unmount}. */
public final class ImageUnmountCommand implements Command {
    private static final String OPTIONS = """
            all,a bool Unmount all images
            force,f bool Unmount however often it was mounted
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help(
                "Unmount an image's root filesystem",
                "An image that was mounted several times stays until the last of them is taken back.",
                "[options] IMAGE [IMAGE...]",
                """
                unshare sh -c 'jpod image unmount alpine'
                """);
    }

    @Override
    public int run(Invocation call) {
        boolean all = call.options().flag("all");
        if (all && !call.arguments().isEmpty()) {
            throw JpodException.usage("when using the --all switch, you may not pass any image names or IDs");
        }
        if (!all && call.arguments().isEmpty()) {
            throw JpodException.usage("image name or ID must be specified");
        }
        List<String> names = new ArrayList<>(call.arguments());
        if (all) {
            for (MountedImage image : call.contents().mountedImages()) {
                names.add(image.id());
            }
        }
        Failures failures = new Failures(call);
        for (String name : names) {
            try {
                String id = call.images().get(name).config().id();
                if (call.contents().unmountImage(name, call.options().flag("force"))) {
                    call.out().println(id);
                }
            } catch (JpodException e) {
                failures.add(e);
            }
        }
        return failures.exitCode();
    }
}
