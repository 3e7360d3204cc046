package io.jpod.cli.command;

import io.jpod.api.JpodException;
import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.create.EncryptionOptions;
import io.jpod.cli.option.OptionTable;
import io.jpod.cli.option.Options;
import io.jpod.engine.PullOptions;

/** {@code push}. */
public final class PushCommand implements Command {
    private static final String OPTIONS = """
            authfile string File with the registries' credentials
            cert-dir string Directory of TLS certificates for registries
            creds string Credentials for the registry (`user:password`)
            compress bool Compress layers in a directory
            compression-format string How new layers are compressed ("gzip"|"zstd")
            compression-level int How hard to compress
            disable-content-trust noop/bool Does nothing; for docker's sake
            digestfile string Write the digest of what was pushed to this file
            encrypt-layer strings Layer to encrypt, from 0 up or from -1 down (all if none is named)
            encryption-key array Key to encrypt layers for (jwe:FILE, pkcs7:FILE, pgp:ADDRESS)
            force-compression bool Compress layers anew that are compressed otherwise
            format,f string Form of the manifest ("oci"|"v2s2")
            quiet,q bool Do not tell about the progress
            remove-signatures bool Drop signatures
            retry uint How often to retry
            retry-delay string Time between retries
            sign-by string Key of gpg to sign with
            sign-by-sigstore string File of parameters for a sigstore signature (containers-sigstore-signing-params.yaml)
            sign-by-sigstore-private-key string File with a private key for a sigstore signature
            sign-by-sq-fingerprint refused/string Key to sign with
            sign-passphrase-file string File with the key's passphrase
            signature-policy hidden/string File with the policy for signatures
            tls-verify bool=true Require HTTPS with a valid certificate
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help("Push an image to a specified destination", "[options] IMAGE [DESTINATION]", """
                push my-alpine:1 registry.example.com/alpine:1
                push alpine oci:directory
                """);
    }

    @Override
    public int run(Invocation call) {
        Arguments.between(call, 1, 2);
        Options options = call.options();
        String format = options.text("format");
        if (!format.isEmpty() && !format.equals("oci") && !format.equals("v2s2") && !format.equals("v2s1")) {
            throw JpodException.usage(
                    "unknown format \"" + format + "\". Choose one of the supported formats: 'oci', 'v2s1', or 'v2s2'");
        }
        if (format.equals("v2s1")) {
            throw JpodException.unsupported("--format=v2s1 is not supported by this version of jpod");
        }
        EncryptionOptions encryption =
                new EncryptionOptions(options, call.context().directory());
        PullOptions.Builder builder = Compression.into(Transfers.pullOptions(call), options)
                .encryptionKeys(encryption.encryptionKeys())
                .encryptLayers(encryption.layers())
                .format(format)
                .compress(options.flag("compress"))
                .removeSignatures(options.flag("remove-signatures"));
        new Signing(call).into(builder);
        String reference = call.arguments().get(0);
        String destination = call.arguments().size() > 1 ? call.arguments().get(1) : reference;
        String digestFile = options.text("digestfile");
        if (!digestFile.isEmpty()) {
            builder.digestFile(call.context().directory().resolve(digestFile).toString());
        }
        call.images().push(reference, destination, builder.build(), Transfers.progress(call));
        return 0;
    }
}
