package io.jpod.cli.command;

import io.jpod.api.JpodException;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;
import io.jpod.cli.option.Options;
import io.jpod.engine.Images;
import io.jpod.engine.SaveRequest;

/** {@code save}. */
public final class SaveCommand implements Command {
    private static final String OPTIONS = """
            compress bool Compress the layers of a docker-dir
            format string=docker-archive Save as docker-archive, oci-archive, oci-dir (directory of OCI blobs) or docker-dir (directory of Docker blobs)
            multi-image-archive,m bool Every argument is an image of its own
            output,o string Write to a `file` (default: standard output)
            quiet,q bool Do not tell about the progress
            uncompressed bool Leave plain layers plain in OCI's formats
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help("Save image(s) to an archive", "[options] IMAGE [IMAGE...]", """
                save -o image.tar alpine
                save --format oci-archive alpine > image.tar
                save -m -o both.tar alpine busybox
                """);
    }

    /** Who sends the archive on into a program wants to read that program's messages. */
    private static Images.Progress progress(Invocation call, boolean piped) {
        return new TransferProgress(call, piped || call.options().flag("quiet"), false);
    }

    @Override
    public int run(Invocation call) {
        Options options = call.options();
        if (call.arguments().isEmpty()) {
            throw JpodException.usage("need at least 1 argument");
        }
        String format = options.text("format");
        boolean several = options.flag("multi-image-archive");
        switch (format) {
            case "docker-archive":
                break;
            case "oci-archive", "oci-dir", "docker-dir":
                if (several) {
                    throw JpodException.usage(
                            "unsupported format \"" + format + "\" for saving multiple images (only docker-archive)");
                }
                break;
            default:
                throw JpodException.usage("format value must be one of oci-dir oci-archive docker-dir docker-archive");
        }
        if (options.flag("compress") && !format.equals("docker-dir")) {
            throw JpodException.usage("--compress can only be set when --format is 'docker-dir'");
        }
        SaveRequest.Builder request = SaveRequest.builder(call.arguments())
                .format(format)
                .several(several)
                .compress(options.flag("compress"))
                .uncompressed(options.flag("uncompressed"));
        String output = options.text("output");
        if (output.isEmpty()) {
            if (call.posix().isTerminal(1)) {
                throw JpodException.usage("refusing to save to terminal. Use -o flag or redirect");
            }
            request.stream(call.out().stream());
        } else {
            if (output.indexOf(':') >= 0) {
                throw JpodException.usage("invalid filename (should not contain ':') \"" + output + "\"");
            }
            request.file(call.context().directory().resolve(output));
        }
        call.contents().save(request.build(), progress(call, output.isEmpty()));
        return 0;
    }
}
