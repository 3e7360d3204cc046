package io.jpod.cli.command;

import io.jpod.api.JpodException;
import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code import}. */
public final class ImportCommand implements Command {
    private static final String OPTIONS = """
            arch string Architecture of the image
            change,c array Set something in the image's configuration (`CMD|ENTRYPOINT|ENV|EXPOSE|LABEL|ONBUILD|STOPSIGNAL|USER|VOLUME|WORKDIR`)
            message,m string Comment on the image
            os string Operating system of the image
            quiet,q bool Do not tell about the progress
            variant string Variant of the architecture
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help("Import a tarball to create a filesystem image", "[options] PATH [REFERENCE]", """
                import root.tar my-image
                import -c CMD=/bin/sh - my-image < root.tar
                import https://example.org/root.tar.gz my-image
                """);
    }

    @Override
    public int run(Invocation call) {
        Arguments.between(call, 1, 2);
        String source = call.arguments().get(0);
        if (source.startsWith("http://") || source.startsWith("https://")) {
            Transfers.withUrl(call, source, file -> importTar(call, file));
            return 0;
        }
        if (source.equals("-")) {
            Transfers.withStdin(call, file -> importTar(call, file));
            return 0;
        }
        Path file = call.context().directory().resolve(source);
        if (!Files.exists(file)) {
            throw JpodException.notFound(
                    "error opening \"" + source + "\": open " + source + ": no such file or directory");
        }
        importTar(call, file);
        return 0;
    }

    private static void importTar(Invocation call, Path file) {
        Map<String, String> metadata = new LinkedHashMap<>();
        for (String name : new String[] {"arch", "os", "variant", "message"}) {
            if (call.options().given(name)) {
                metadata.put(name, call.options().text(name));
            }
        }
        String reference = call.arguments().size() > 1 ? call.arguments().get(1) : "";
        String id = call.images()
                .importTar(file, reference, call.options().list("change"), metadata, Transfers.progress(call));
        call.out().println(id.startsWith("sha256:") ? id : "sha256:" + id);
    }
}
