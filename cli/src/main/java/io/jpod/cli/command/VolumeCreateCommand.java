package io.jpod.cli.command;

import io.jpod.api.JpodException;
import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.create.Definitions;
import io.jpod.cli.option.OptionTable;
import io.jpod.cli.option.Options;
import io.jpod.engine.Volumes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** {@code volume create}. */
public final class VolumeCreateCommand implements Command {
    private static final String OPTIONS = """
            driver,d string=local Volume driver ("local")
            gid uint Owning group, as id in the user namespace (see unshare)
            ignore bool Do not complain when it exists
            label,l strings Set a label
            opt,o array Set an option of the driver
            uid uint Owner, as id in the user namespace (see unshare)
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help("Create a new volume", "[options] [NAME]", """
                volume create data
                """);
    }

    @Override
    public int run(Invocation call) {
        Arguments.atMost(call, 1);
        String driver = call.options().text("driver");
        if (!driver.equals("local")) {
            throw JpodException.unsupported("volume driver " + driver + " is not supported by this version of jpod");
        }
        String name = call.arguments().isEmpty() ? "" : call.arguments().get(0);
        Map<String, String> labels = new LinkedHashMap<>();
        for (String label : call.options().list("label")) {
            Definitions.label(label, labels);
        }
        Map<String, String> options = new LinkedHashMap<>();
        for (String option : call.options().list("opt")) {
            int equals = option.indexOf('=');
            options.put(
                    equals < 0 ? option : option.substring(0, equals), equals < 0 ? "" : option.substring(equals + 1));
        }
        if (call.options().flag("ignore") && !name.isEmpty() && call.volumes().exists(name)) {
            call.out().println(name);
            return 0;
        }
        call.out()
                .println(call.volumes()
                        .create(name, labels, options, false, owner(call.options()))
                        .name());
        return 0;
    }

    private static Volumes.Owner owner(Options options) {
        return new Volumes.Owner(
                options.given("uid") ? OptionalLong.of(options.number("uid")) : OptionalLong.empty(),
                options.given("gid") ? OptionalLong.of(options.number("gid")) : OptionalLong.empty());
    }
}
