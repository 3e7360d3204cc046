package io.jpod.cli.command;

import io.jpod.api.JpodException;
import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.create.CreateParser;
import io.jpod.cli.option.OptionTable;
import io.jpod.cli.option.Options;
import io.jpod.engine.PullOptions;

/** {@code manifest annotate}. */
public final class ManifestAnnotateCommand implements Command {
    private static final String OPTIONS = """
            annotation array Annotation (`NAME=VALUE`)
            arch string Architecture of the entry
            features strings Features of the architecture that the entry needs
            index bool Annotate the list itself
            os string Operating system of the entry
            os-features strings Features of the operating system that the entry needs
            os-version string Version of the operating system
            subject string Image that the list is about
            variant string Variant of the architecture
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help(
                "Add or update information about an entry in a manifest list or image index",
                "[options] LIST [IMAGE]",
                "manifest annotate --arch arm64 mylist sha256:...\n");
    }

    @Override
    public int run(Invocation call) {
        Arguments.between(call, 1, 2);
        Options options = call.options();
        String list = call.arguments().get(0);
        PullOptions places = CreateParser.pullOptions(options).build();
        boolean index = options.flag("index") || !options.text("subject").isEmpty();
        if (index) {
            if (call.arguments().size() > 1) {
                throw JpodException.usage("--index and --subject concern the list: no image can be named");
            }
            call.out()
                    .println(call.session()
                            .manifests()
                            .annotateIndex(
                                    list, ManifestChanges.annotations(options), options.text("subject"), places));
            return 0;
        }
        Arguments.exactly(call, 2);
        call.out()
                .println(call.session()
                        .manifests()
                        .annotate(list, call.arguments().get(1), ManifestChanges.read(options), places));
        return 0;
    }
}
