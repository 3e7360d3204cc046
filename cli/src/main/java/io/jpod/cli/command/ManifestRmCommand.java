package io.jpod.cli.command;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;
import io.jpod.engine.Images;

/** {@code manifest rm}. */
public final class ManifestRmCommand implements Command {
    private static final String OPTIONS = """
            ignore,i bool Do not complain about a list that is not there
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help(
                "Remove manifest list or image index from local storage",
                "[options] LIST [LIST...]",
                "manifest rm mylist\n");
    }

    @Override
    public int run(Invocation call) {
        Arguments.atLeast(call, 1);
        int code = 0;
        for (String name : call.arguments()) {
            try {
                Images.Removal removal = call.session().manifests().delete(name);
                removal.untagged().forEach(tag -> call.out().println("Untagged: " + tag));
                removal.deleted().forEach(id -> call.out().println("Deleted: " + id));
            } catch (JpodException e) {
                if (e.code() != ErrorCode.NOT_FOUND) {
                    throw e;
                }
                if (!call.options().flag("ignore")) {
                    call.err().println("Error: " + e.getMessage());
                    code = 1;
                }
            }
        }
        return code;
    }
}
