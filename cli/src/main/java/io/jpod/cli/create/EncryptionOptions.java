package io.jpod.cli.create;

import io.jpod.api.JpodException;
import io.jpod.cli.option.OptionException;
import io.jpod.cli.option.Options;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Options about encrypted layers. File names are made absolute here: the engine knows no working directory. */
public final class EncryptionOptions {
    private static final int MAX_PASSWORD = 4096;

    private final Options options;
    private final Path directory;

    /** @param directory relative paths start here */
    public EncryptionOptions(Options options, Path directory) {
        this.options = options;
        this.directory = directory;
    }

    /** Values of {@code --decryption-key}: a file, and after a colon its password or where that is. */
    public List<String> decryptionKeys() {
        List<String> result = new ArrayList<>();
        for (String key : options.list("decryption-key")) {
            int colon = key.indexOf(':');
            String file = colon < 0 ? key : key.substring(0, colon);
            String password = colon < 0 ? "" : key.substring(colon);
            if (password.startsWith(":file=")) {
                password = ":file=" + absolute(password.substring(":file=".length()));
            } else if (password.startsWith(":fd=")) {
                password = ":pass=" + readDescriptor(password.substring(":fd=".length()));
            }
            boolean elsewhere = file.equals("provider") || file.equals("pkcs11");
            if (!elsewhere && !Files.exists(directory.resolve(file))) {
                throw JpodException.usage("unable to obtain decryption config: invalid decryption keys: open " + file
                        + ": no such file or directory");
            }
            result.add(absolute(file) + password);
        }
        return result;
    }

    /** A descriptor can be read once only, and a pull may need the key several times. */
    private static String readDescriptor(String number) {
        try (InputStream in = new FileInputStream("/proc/self/fd/" + Integer.parseUnsignedInt(number))) {
            String text = new String(in.readNBytes(MAX_PASSWORD), StandardCharsets.UTF_8);
            return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        } catch (NumberFormatException | IOException e) {
            throw JpodException.usage("--decryption-key: the password cannot be read from file descriptor " + number);
        }
    }

    /** Values of {@code --encryption-key}: a protocol, and after a colon a file or a name. */
    public List<String> encryptionKeys() {
        List<String> result = new ArrayList<>();
        for (String key : options.list("encryption-key")) {
            boolean file = key.startsWith("jwe:") || key.startsWith("pkcs7:");
            int value = key.indexOf(':') + 1;
            result.add(file && value < key.length() ? key.substring(0, value) + absolute(key.substring(value)) : key);
        }
        return result;
    }

    private String absolute(String file) {
        return directory.resolve(file).toString();
    }

    /** Values of {@code --encrypt-layer}. */
    public List<Integer> layers() {
        List<Integer> result = new ArrayList<>();
        for (String text : options.list("encrypt-layer")) {
            try {
                result.add(Integer.parseInt(text.trim()));
            } catch (NumberFormatException e) {
                throw new OptionException("invalid argument \"" + text + "\" for \"--encrypt-layer\" flag: "
                        + GoText.notANumber("strconv.Atoi", text));
            }
        }
        return result;
    }
}
