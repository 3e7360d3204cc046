package io.jpod.cli.command;

import io.jpod.api.JpodException;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;
import io.jpod.engine.Volumes.Volume;
import java.util.ArrayList;
import java.util.List;

/** {@code volume inspect}. */
public final class VolumeInspectCommand implements Command {
    private static final String OPTIONS = """
            all,a bool Show all volumes
            format,f string=json Print as JSON or by a template
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help("Display detailed information on one or more volumes", "[options] VOLUME [VOLUME...]", """
                volume inspect data
                """);
    }

    @Override
    public int run(Invocation call) {
        boolean all = call.options().flag("all");
        if (call.arguments().isEmpty() != all) {
            throw JpodException.usage("provide one or more volume names or use --all");
        }
        List<String> names = new ArrayList<>(call.arguments());
        if (all) {
            for (Volume volume : call.volumes().list()) {
                names.add(volume.name());
            }
        }
        return new Inspections(call, "volume").print(names);
    }
}
