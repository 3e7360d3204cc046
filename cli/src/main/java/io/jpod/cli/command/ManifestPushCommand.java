package io.jpod.cli.command;

import io.jpod.api.JpodException;
import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;
import io.jpod.cli.option.Options;
import io.jpod.engine.PullOptions;

/** {@code manifest push}. */
public final class ManifestPushCommand implements Command {
    private static final String OPTIONS = """
            add-compression array Send each image in this compression too, as another entry of the list ("gzip"|"zstd")
            all bool=true Send the images too, not the list alone
            authfile string File with the registries' credentials
            cert-dir string Directory of TLS certificates for registries
            compression-format string How layers are compressed ("gzip"|"zstd")
            compression-level int How hard to compress
            creds string Credentials for the registry (`user:password`)
            digestfile string Write the digest of what was pushed to this file
            force-compression bool Compress layers anew that are compressed otherwise
            format,f string Form of the manifests ("oci"|"v2s2")
            quiet,q bool Do not tell about the progress
            remove-signatures noop/bool Drop signatures: none are ever copied
            rm,-,purge bool Remove the list when it was pushed
            sign-by string Key of gpg to sign with
            sign-by-sigstore string File of parameters for sigstore signatures (containers-sigstore-signing-params.yaml)
            sign-by-sigstore-private-key string File with a private key for sigstore signatures
            sign-by-sq-fingerprint refused/string Key to sign with
            sign-passphrase-file string File with the key's passphrase
            tls-verify bool=true Require HTTPS with a valid certificate
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help(
                "Push a manifest list or image index to a registry",
                "[options] LIST [DESTINATION]",
                "manifest push mylist docker://registry.example.com/app:1\n");
    }

    @Override
    public int run(Invocation call) {
        Arguments.between(call, 1, 2);
        Options options = call.options();
        String format = options.text("format");
        if (!format.isEmpty() && !format.equals("oci") && !format.equals("v2s2")) {
            throw JpodException.usage("unknown format \"" + format + "\": use oci or v2s2");
        }
        String file = options.text("digestfile");
        PullOptions places = new Signing(call)
                .into(Compression.into(Transfers.pullOptions(call), options))
                .format(format)
                .addCompression(options.list("add-compression"))
                .digestFile(
                        file.isEmpty()
                                ? ""
                                : call.context().directory().resolve(file).toString())
                .build();
        String list = call.arguments().get(0);
        String destination = call.arguments().size() > 1 ? call.arguments().get(1) : "";
        call.session().manifests().push(list, destination, options.flag("all"), places, Transfers.progress(call));
        if (options.flag("rm")) {
            call.session().manifests().delete(list);
        }
        return 0;
    }
}
