package io.jpod.image.transport;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.image.manifest.Descriptor;
import io.jpod.image.manifest.ImageConfig;
import io.jpod.image.manifest.Sha256;
import io.jpod.image.reference.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;

/** Reads small documents whole, up to a limit. */
final class Documents {
    private Documents() {}

    /** @throws JpodException EXTERNAL when it is longer than the limit */
    static byte[] read(InputStream in, int limit, String what) throws IOException {
        byte[] bytes = in.readNBytes(limit + 1);
        if (bytes.length > limit) {
            throw JpodException.external(what + " is larger than " + limit + " bytes");
        }
        return bytes;
    }

    static byte[] read(FileTree tree, String name, int limit) {
        try (InputStream in = tree.open(name)) {
            return read(in, limit, tree.describe(name));
        } catch (NoSuchFileException e) {
            throw JpodException.notFound("open " + tree.describe(name) + ": no such file or directory");
        } catch (IOException e) {
            throw JpodException.host("reading " + tree.describe(name), e);
        }
    }

    /** A document that a digest names. */
    static byte[] verified(byte[] bytes, Digest digest, String what) {
        Digest got = Sha256.of(bytes);
        if (!got.equals(digest)) {
            throw new JpodException(
                    ErrorCode.EXTERNAL, what + ": Digest did not match, expected " + digest + ", got " + got);
        }
        return bytes;
    }

    /** A configuration that a manifest names. */
    static byte[] verified(byte[] bytes, Descriptor descriptor) {
        if (bytes.length != descriptor.size()) {
            throw JpodException.external("reading config " + descriptor.digest() + ": size is " + bytes.length
                    + ", expected " + descriptor.size());
        }
        return verified(bytes, descriptor.digest(), "reading config");
    }

    static void checkConfigSize(Descriptor descriptor) {
        if (descriptor.size() > ImageConfig.MAX_SIZE) {
            throw JpodException.external("image configuration is larger than " + ImageConfig.MAX_SIZE + " bytes");
        }
    }
}
