package io.jpod.image.trust;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.support.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A file that says how to sign (containers-sigstore-signing-params.yaml(5)).
 *
 * @param privateKeyFile as it stands there
 * @param passphraseFile as it stands there; empty when somebody is to be asked
 */
public record SigningParameters(String privateKeyFile, String passphraseFile) {
    /**
     * Reads a file.
     *
     * @throws JpodException NOT_FOUND; USAGE for what is no such file; UNSUPPORTED when it asks for Fulcio or Rekor
     */
    public static SigningParameters read(Path file) {
        try {
            return of(PlainYaml.parse(Files.readString(file)));
        } catch (NoSuchFileException e) {
            throw JpodException.notFound("reading signing parameters " + file + ": no such file");
        } catch (IOException e) {
            throw JpodException.host("reading signing parameters " + file, e);
        } catch (JpodException e) {
            JpodException failure = new JpodException(e.code(), "reading signing parameters " + file, e);
            throw e.remedy().map(failure::withRemedy).orElse(failure);
        }
    }

    private static SigningParameters of(JsonObject json) {
        for (String name : json.names()) {
            switch (name) {
                case "privateKeyFile", "privateKeyPassphraseFile" -> {
                    if (!(json.get(name) instanceof String)) {
                        throw JpodException.usage(name + " must be the name of a file");
                    }
                }
                case "fulcio", "rekorURL" ->
                    throw new JpodException(ErrorCode.UNSUPPORTED, name + " is not supported")
                            .withRemedy("sign with a key of your own: privateKeyFile");
                default -> throw JpodException.usage("unknown field " + name);
            }
        }
        String key = json.getString("privateKeyFile", "");
        if (key.isEmpty()) {
            throw new JpodException(ErrorCode.USAGE, "it names no private key").withRemedy("add privateKeyFile: FILE");
        }
        return new SigningParameters(key, json.getString("privateKeyPassphraseFile", ""));
    }
}
