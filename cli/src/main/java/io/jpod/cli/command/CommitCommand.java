package io.jpod.cli.command;

import io.jpod.api.JpodException;
import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;
import io.jpod.cli.option.Options;
import io.jpod.engine.CommitRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code commit}. */
public final class CommitCommand implements Command {
    private static final String OPTIONS = """
            author,a string Author of the image
            change,c array Set something in the image's configuration (`CMD|ENTRYPOINT|ENV|EXPOSE|LABEL|ONBUILD|STOPSIGNAL|USER|VOLUME|WORKDIR`)
            config string JSON `file` whose members replace those of the image's configuration
            format,f string=oci Form of manifest and configuration (`oci|docker`)
            iidfile string Write the image's id to a `file`
            include-volumes bool Make the container's volumes volumes of the image
            message,m string Comment on the image; in docker's form only
            pause,p bool Freeze the container meanwhile
            quiet,q bool Do not tell about the progress
            squash,s bool Make one layer of all of the container's files
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help("Create new image based on the changed container", "[options] CONTAINER [IMAGE]", """
                commit web my-web
                commit -q -c 'CMD ["httpd", "-f"]' -a me web my-web:2
                commit -f docker -m "what changed" web
                """);
    }

    @Override
    public int run(Invocation call) {
        if (call.arguments().isEmpty()) {
            Arguments.between(call, 1, 2);
        }
        Arguments.atMost(call, 2);
        Options options = call.options();
        String format = options.text("format");
        boolean docker = format.equals("docker");
        if (!docker && !format.equals("oci") && !format.isEmpty()) {
            throw JpodException.usage("unrecognized image format \"" + format + "\"");
        }
        if (!docker && !options.text("message").isEmpty()) {
            throw JpodException.usage("messages are only compatible with the docker image format (-f docker)");
        }
        CommitRequest request = CommitRequest.builder()
                .name(call.arguments().size() > 1 ? call.arguments().get(1) : "")
                .author(options.text("author"))
                .message(options.text("message"))
                .changes(options.list("change"))
                .config(document(call, options.text("config")))
                .docker(docker)
                .volumes(options.flag("include-volumes"))
                .pause(options.flag("pause"))
                .squash(options.flag("squash"))
                .build();
        String id = call.contents().commit(call.arguments().get(0), request, Transfers.progress(call));
        String file = options.text("iidfile");
        if (!file.isEmpty()) {
            Path path = call.context().directory().resolve(file);
            try {
                Files.write(path, id.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                throw JpodException.host("failed to write image ID to file \"" + file + "\"", e);
            }
        }
        call.out().println(id);
        return 0;
    }

    private static String document(Invocation call, String file) {
        if (file.isEmpty()) {
            return "";
        }
        try {
            return Files.readString(call.context().directory().resolve(file));
        } catch (IOException e) {
            throw JpodException.host("reading configuration blob \"" + file + "\"", e);
        }
    }
}
