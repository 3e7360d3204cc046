package io.jpod.cli.command;

import io.jpod.api.JpodException;
import io.jpod.cli.Command;
import io.jpod.cli.Failures;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.format.TabWriter;
import io.jpod.cli.format.Template;
import io.jpod.cli.option.OptionTable;
import io.jpod.engine.Contents.MountedImage;
import io.jpod.engine.Images.Image;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** {@code image mount}. */
public final class ImageMountCommand implements Command {
    private static final String OPTIONS = """
            all,a bool Mount all images
            format string Print the mounted images as json
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help(
                "Mount an image's root filesystem",
                "Shows the files of images below a directory, read-only; without an argument it lists those that are mounted."
                        + " For users other than root this works in `jpod unshare` only.",
                "[options] [IMAGE...]",
                """
                unshare sh -c 'jpod image mount alpine'
                image mount --format json
                """);
    }

    @Override
    public int run(Invocation call) {
        Unshared.require(call);
        String format = call.options().text("format");
        if (!format.isEmpty() && !Template.isJson(format)) {
            throw JpodException.usage("unknown --format argument: " + format);
        }
        boolean all = call.options().flag("all");
        if (all && !call.arguments().isEmpty()) {
            throw JpodException.usage("when using the --all switch, you may not pass any image names or IDs");
        }
        if (!all && call.arguments().isEmpty()) {
            list(call, call.contents().mountedImages(), format);
            return 0;
        }
        List<String> names = new ArrayList<>(call.arguments());
        if (all) {
            for (Image image : call.images().list()) {
                names.add(image.config().id());
            }
        }
        Failures failures = new Failures(call);
        List<MountedImage> mounted = new ArrayList<>();
        for (String name : names) {
            try {
                mounted.add(call.contents().mountImage(name));
            } catch (JpodException e) {
                failures.add(e);
            }
        }
        if (mounted.size() == 1 && !all && format.isEmpty()) {
            call.out().println(mounted.get(0).mountPoint().toString());
        } else if (!mounted.isEmpty()) {
            list(call, mounted, format);
        }
        return failures.exitCode();
    }

    private static void list(Invocation call, List<MountedImage> mounted, String format) {
        List<Object> documents = new ArrayList<>();
        TabWriter table = new TabWriter();
        for (MountedImage each : mounted) {
            Image image = call.images().get(each.id());
            String name = image.names().isEmpty() ? each.id() : image.names().get(0);
            table.add(name + "\t" + each.mountPoint() + "\n");
            documents.add(new JsonObject()
                    .put("id", each.id())
                    .put("Names", List.of(image.config().manifestDigest()))
                    .put("Repositories", image.names())
                    .put("mountpoint", each.mountPoint().toString()));
        }
        if (format.isEmpty()) {
            call.out().print(table.toString());
        } else {
            call.out().println(Json.pretty(documents, " "));
        }
    }
}
