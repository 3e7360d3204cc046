package io.jpod.cli.command;

import io.jpod.api.JpodException;
import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;
import io.jpod.cli.option.Options;
import io.jpod.engine.Manifests;
import io.jpod.engine.PullOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code manifest add}. */
public final class ManifestAddCommand implements Command {
    private static final String OPTIONS = """
            all bool Of an image that is a list itself, take all entries
            annotation array Annotation of the entry (`NAME=VALUE`)
            arch string Architecture of the entry
            artifact bool Add files as an artifact
            artifact-config string Configuration of the artifact
            artifact-config-type string Type of the artifact's configuration
            artifact-exclude-titles bool Leave out the names of files
            artifact-layer-type string Type of the artifact's layers
            artifact-subject string What the artifact is about
            artifact-type string Type of the artifact
            authfile string File with the registries' credentials
            cert-dir string Directory of TLS certificates for registries
            creds string Credentials for the registry (`user:password`)
            features strings Features of the architecture that the entry needs
            os string Operating system of the entry
            os-features strings Features of the operating system that the entry needs
            os-version string Version of the operating system
            tls-verify bool=true Require HTTPS with a valid certificate
            variant string Variant of the architecture
            """;

    private static final List<String> ARTIFACT_OPTIONS = List.of(
            "artifact-config",
            "artifact-config-type",
            "artifact-exclude-titles",
            "artifact-layer-type",
            "artifact-subject",
            "artifact-type");

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help(
                "Add images to a manifest list or image index",
                "[options] LIST IMAGE [IMAGE...]",
                "manifest add mylist docker://registry.example.com/app:arm64\n");
    }

    @Override
    public int run(Invocation call) {
        Arguments.atLeast(call, 2);
        Options options = call.options();
        String list = call.arguments().get(0);
        List<String> rest = call.arguments().subList(1, call.arguments().size());
        Manifests.Changes changes = ManifestChanges.read(options);
        PullOptions places = Transfers.pullOptions(call).build();
        Manifests manifests = call.session().manifests();
        if (options.flag("artifact")) {
            List<Path> files = new ArrayList<>();
            for (String file : rest) {
                files.add(call.context().directory().resolve(file));
            }
            call.out().println(manifests.addArtifact(list, files, artifact(call), changes, places));
            return 0;
        }
        for (String option : ARTIFACT_OPTIONS) {
            if (options.given(option)) {
                throw JpodException.usage("--" + option + " requires --artifact");
            }
        }
        call.out().println(manifests.add(list, rest, options.flag("all"), changes, places));
        return 0;
    }

    private static Manifests.ArtifactOptions artifact(Invocation call) {
        Options options = call.options();
        String config = options.text("artifact-config");
        return new Manifests.ArtifactOptions(
                options.text("artifact-type"),
                config.isEmpty()
                        ? Optional.empty()
                        : Optional.of(call.context().directory().resolve(config)),
                options.text("artifact-config-type"),
                options.text("artifact-layer-type"),
                options.flag("artifact-exclude-titles"),
                options.text("artifact-subject"));
    }
}
