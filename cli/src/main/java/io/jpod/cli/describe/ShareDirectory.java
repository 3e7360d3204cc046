package io.jpod.cli.describe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Run when a distribution is put together: writes what lies in {@code share}, manual pages and completion scripts. */
public final class ShareDirectory {
    private ShareDirectory() {}

    /** @param args the directory, and the version */
    public static void main(String[] args) throws IOException {
        Path share = Path.of(args[0]);
        for (Map.Entry<String, String> page : ManualPages.pages(args[1]).entrySet()) {
            write(share.resolve("man/man1/" + page.getKey() + ".1"), page.getValue());
        }
        write(share.resolve("bash-completion/completions/jpod"), CompletionScripts.script("bash", true));
        write(share.resolve("zsh/site-functions/_jpod"), CompletionScripts.script("zsh", true));
        write(share.resolve("fish/vendor_completions.d/jpod.fish"), CompletionScripts.script("fish", true));
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
