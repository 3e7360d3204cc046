package io.jpod.cli.plugin;

import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;
import io.jpod.plugins.store.InstallRequest;
import io.jpod.plugins.store.PluginStore.Installed;

/** {@code plugin install}. */
final class PluginInstallCommand implements Command {
    private static final String OPTIONS = """
            alias string Name of the installed plug-in
            disable bool Do not switch it on
            disable-content-trust refused/bool Skip image verification
            grant-all-permissions refused/bool Grant all permissions
            require-signature bool Refuse what no trusted key has signed
            signature string Check the signature in this file (with --require-signature alone: the jar's name with .asc)
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help(
                "Install a plug-in",
                "Puts a jar into the user's plug-in folder, after it was looked at, and shows its checksum."
                        + " Trusted keys are files in ~/.config/jpod/trusted-keys.d and /etc/jpod/trusted-keys.d.",
                "[options] FILE|maven:GROUP:ARTIFACT:VERSION",
                """
                plugin install ./storage-reflink-1.0.jar
                plugin install --require-signature maven:org.example:network-fixed:1.0
                """);
    }

    @Override
    public int run(Invocation call) {
        Arguments.exactly(call, 1);
        Installed installed = call.plugins()
                .install(new InstallRequest(
                        call.arguments().get(0),
                        call.options().text("alias"),
                        !call.options().flag("disable"),
                        call.options().flag("require-signature"),
                        call.options().text("signature")));
        call.out().println("sha256:" + installed.sha256());
        if (installed.signer().isPresent()) {
            call.out().println("signed by " + installed.signer().get());
        }
        call.out().println("Installed plugin " + installed.name());
        return 0;
    }
}
