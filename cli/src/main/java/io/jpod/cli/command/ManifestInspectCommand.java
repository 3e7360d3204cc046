package io.jpod.cli.command;

import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;

/** {@code manifest inspect}. */
public final class ManifestInspectCommand implements Command {
    private static final String OPTIONS = """
            authfile string File with the registries' credentials
            tls-verify bool=true Require HTTPS with a valid certificate
            verbose,v noop/bool Does nothing; for docker's sake
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help(
                "Display the contents of a manifest list or image index",
                "[options] IMAGE",
                "manifest inspect mylist\n");
    }

    @Override
    public int run(Invocation call) {
        Arguments.exactly(call, 1);
        JsonObject index = call.session()
                .manifests()
                .inspect(call.arguments().get(0), Transfers.pullOptions(call).build());
        call.out().println(Json.pretty(index, "    "));
        return 0;
    }
}
