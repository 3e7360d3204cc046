package io.jpod.cli.command;

import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;

/** {@code manifest create}. */
public final class ManifestCreateCommand implements Command {
    private static final String OPTIONS = """
            all bool Of an image that is a list itself, take all entries
            amend,a bool Change a list of this name that exists already
            annotation array Annotation of the list (`NAME=VALUE`)
            tls-verify bool=true Require HTTPS with a valid certificate
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help(
                "Create manifest list or image index",
                "[options] LIST [IMAGE...]",
                "manifest create mylist docker://registry.example.com/app:amd64\n");
    }

    @Override
    public int run(Invocation call) {
        Arguments.atLeast(call, 1);
        call.out()
                .println(call.session()
                        .manifests()
                        .create(
                                call.arguments().get(0),
                                call.arguments().subList(1, call.arguments().size()),
                                call.options().flag("all"),
                                call.options().flag("amend"),
                                ManifestChanges.annotations(call.options()),
                                Transfers.pullOptions(call).build()));
        return 0;
    }
}
