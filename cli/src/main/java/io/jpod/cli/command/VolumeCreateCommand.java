package io.jpod.cli.command;

import io.jpod.api.JpodException;
import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.create.Definitions;
import io.jpod.cli.option.OptionTable;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code volume create}. */
public final class VolumeCreateCommand implements Command {
    private static final String OPTIONS = """
            driver,d string=local Volume driver ("local")
            gid refused/string Owning group
            ignore bool Do not complain when it exists
            label,l strings Set a label
            opt,o array Set an option of the driver
            uid refused/string Owner
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
        call.out().println(call.volumes().create(name, labels, options, false).name());
        return 0;
    }
}
