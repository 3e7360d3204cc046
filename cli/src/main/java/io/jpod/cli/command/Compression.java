package io.jpod.cli.command;

import io.jpod.cli.option.Options;
import io.jpod.engine.PullOptions;

/** The options by which pushed layers are compressed. */
final class Compression {
    private Compression() {}

    /** Puts them into the options of a push. */
    static PullOptions.Builder into(PullOptions.Builder builder, Options options) {
        builder.compressionFormat(options.text("compression-format"))
                .forceCompression(options.flag("force-compression"));
        if (options.given("compression-level")) {
            builder.compressionLevel((int) options.number("compression-level"));
        }
        return builder;
    }
}
