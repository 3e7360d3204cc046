package io.jpod.cli.command;

import io.jpod.api.JpodException;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;
import java.util.List;

/** {@code inspect}, {@code container inspect} and {@code image inspect}. */
public final class InspectCommand implements Command {
    private static final String FORMAT = "format,f string=json Print as JSON or by a template\n";

    private static final String CONTAINER = """
            latest,l bool Take the container that was created last
            size,s bool Show sizes
            """;

    private static final String TYPE =
            "type,t string=all What the names stand for (\"container\"|\"image\"|\"volume\"|\"all\")\n";

    private final String type;

    /**
     * @param type {@code all}, {@code container} or {@code image}
     */
    public InspectCommand(String type) {
        this.type = type;
    }

    @Override
    public OptionTable options() {
        if (type.equals("image")) {
            return new OptionTable(FORMAT);
        }
        return new OptionTable(FORMAT + CONTAINER + (type.equals("all") ? TYPE : ""));
    }

    @Override
    public Help help() {
        switch (type) {
            case "container":
                return new Help(
                        "Display the configuration of a container",
                        "[options] CONTAINER [CONTAINER...]",
                        "container inspect web\n");
            case "image":
                return new Help(
                        "Display the configuration of an image",
                        "[options] IMAGE [IMAGE...]",
                        "image inspect alpine\n");
            default:
                return new Help(
                        "Display the configuration of an object",
                        "[options] {CONTAINER|IMAGE|VOLUME} [...]",
                        "inspect web\ninspect --format '{{.State.Status}}' web\n");
        }
    }

    @Override
    public int run(Invocation call) {
        boolean latest = !type.equals("image") && call.options().flag("latest");
        String kind = type.equals("all") ? call.options().text("type") : type;
        checkType(kind);
        if (latest && !call.arguments().isEmpty()) {
            throw JpodException.usage("--latest and arguments cannot be used together");
        }
        if (!latest && call.arguments().isEmpty()) {
            throw JpodException.usage("no names or ids specified");
        }
        List<String> names = latest ? List.of(Selection.latest(call).config().id()) : call.arguments();
        return new Inspections(call, latest ? "container" : kind).print(names);
    }

    private static void checkType(String type) {
        switch (type) {
            case "all", "container", "image", "volume":
                return;
            case "pod", "network":
                throw JpodException.unsupported("inspecting a " + type + " is not supported by this version of jpod");
            default:
                throw JpodException.usage("invalid type \"" + type
                        + "\": must be \"image\", \"container\", \"pod\", \"network\", \"volume\", or \"all\"");
        }
    }
}
