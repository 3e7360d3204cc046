package io.jpod.cli.command;

import io.jpod.api.JpodException;
import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;
import io.jpod.engine.Registries;

/** {@code logout}. */
public final class LogoutCommand implements Command {
    private static final String OPTIONS = """
            all,a bool Forget the credentials for all registries
            authfile string File that the credentials are kept in
            compat-auth-file string File that the credentials are kept in, in docker's form
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help("Log out of a container registry", "[options] [REGISTRY]", """
                logout registry.example.com
                logout --all
                """);
    }

    @Override
    public int run(Invocation call) {
        Arguments.between(call, 0, 1);
        Registries registries = call.session().registries();
        Registries.Login login = LoginCommand.login(call);
        if (call.options().flag("all")) {
            if (!call.arguments().isEmpty()) {
                throw JpodException.usage("--all takes no arguments");
            }
            registries.forgetAll(login);
            call.out().println("Removed login credentials for all registries");
            return 0;
        }
        String key = registries.key(login);
        registries.forget(login);
        call.out().println("Removed login credentials for " + key);
        return 0;
    }
}
