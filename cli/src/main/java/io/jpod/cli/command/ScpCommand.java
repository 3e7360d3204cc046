package io.jpod.cli.command;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.process.ProcessRequest;
import io.jpod.api.process.ProcessResult;
import io.jpod.api.process.ProcessRunner;
import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;
import io.jpod.support.log.LogLevel;
import io.jpod.support.log.StreamLog;
import io.jpod.support.posix.Posix;
import io.jpod.support.process.PosixProcessRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code image scp}. Saves with one jpod and loads with another, by way of a temporary file; as programs of their own, since they are
 * other users' or on other machines. Runs outside the user's namespaces, in which ssh and sudo would take the user for root.
 */
public final class ScpCommand implements Command {
    private static final String OPTIONS = "quiet,q bool Suppress the output\n";
    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help(
                "Securely copy images",
                "Copies an image between users of this machine, or from and to other machines by ssh, where jpod must be on the PATH.",
                "[options] IMAGE [HOST::]",
                """
                image scp alpine mary@localhost::
                image scp alpine mary@example.org:2222::
                image scp example.org::alpine
                """);
    }

    @Override
    public int run(Invocation call) {
        Arguments.between(call, 1, 2);
        List<ScpPlace> places = ScpPlace.parse(call.arguments());
        ScpPlace from = places.get(0);
        ScpPlace to = places.size() > 1 ? places.get(1) : destination(call, from);
        if (inNamespace()) {
            throw new JpodException(ErrorCode.HOST, "image scp cannot run in the user namespace")
                    .withRemedy(
                            "write global options behind the command: jpod image scp --root …; and not in jpod unshare");
        }
        new Copy(call).run(from, to);
        return 0;
    }

    /** Where not every id is mapped, ssh and sudo do not know who calls. */
    private static boolean inNamespace() {
        try {
            return !Files.readString(Path.of("/proc/self/uid_map")).trim().endsWith(" 4294967295");
        } catch (IOException e) {
            return false;
        }
    }

    /** Podman's rule: from oneself to root, from root to who called sudo, from anybody else to oneself. */
    private static ScpPlace destination(Invocation call, ScpPlace from) {
        if (from.isRemote()) {
            return ScpPlace.ofCaller();
        }
        boolean root = call.posix().getUid() == 0;
        if (!root) {
            return from.user().equals("root") ? ScpPlace.ofCaller() : ScpPlace.ofUser("root");
        }
        if (!from.user().equals("root")) {
            return ScpPlace.ofUser("root");
        }
        String caller = call.context().environment().getOrDefault("SUDO_USER", "");
        if (caller.isEmpty()) {
            throw JpodException.usage("$SUDO_USER must be defined to find the default rootless user");
        }
        return ScpPlace.ofUser(caller);
    }

    /** One copy on its way. */
    private static final class Copy {
        private final Invocation call;
        private final Posix posix;
        private final ProcessRunner processes;
        private final List<String> quiet;

        Copy(Invocation call) {
            this.call = call;
            this.posix = call.posix();
            this.processes = new PosixProcessRunner(
                    posix,
                    call.context().environment(),
                    new StreamLog(
                            call.context().stderr(),
                            LogLevel.parse(call.globals().logLevel()),
                            call.context().clock(),
                            posix.isTerminal(2)));
            this.quiet = call.options().flag("quiet") ? List.of("--quiet") : List.of();
        }

        void run(ScpPlace from, ScpPlace to) {
            String directory = call.context().environment().getOrDefault("TMPDIR", "/var/tmp");
            Path file = null;
            int descriptor = -1;
            try {
                file = Files.createTempFile(Path.of(directory), "jpod-scp-", ".tar");
                descriptor = posix.open(Posix.AT_FDCWD, file.toString(), Posix.O_RDWR, 0);
                List<String> save = words("save", "--", from.image());
                start(
                        from,
                        save,
                        ProcessRequest.builder(command(from, save))
                                .descriptor(0, 0)
                                .descriptor(1, descriptor));
                posix.seek(descriptor, 0, Posix.SEEK_SET);
                List<String> load = words("load");
                start(
                        to,
                        load,
                        ProcessRequest.builder(command(to, load))
                                .descriptor(0, descriptor)
                                .descriptor(1, 1));
            } catch (IOException e) {
                throw JpodException.host("copying the image by way of " + directory, e);
            } finally {
                if (descriptor >= 0) {
                    posix.close(descriptor);
                }
                delete(file);
            }
        }

        private void delete(Path file) {
            try {
                if (file != null) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException e) {
                call.err().println("removing " + file + ": " + e.getMessage());
            }
        }

        private List<String> words(String name, String... arguments) {
            List<String> words = new ArrayList<>();
            words.add(name);
            words.addAll(quiet);
            words.addAll(List.of(arguments));
            return words;
        }

        private void start(ScpPlace place, List<String> words, ProcessRequest.Builder request) {
            call.out().flush();
            call.err().flush();
            ProcessResult result = processes.run(request.descriptor(2, 2).build());
            if (result.exitCode() != 0) {
                String where = place.isRemote() ? " on " + place.host() : place.isCaller() ? "" : " as " + place.user();
                throw new JpodException(
                        ErrorCode.EXTERNAL,
                        "jpod " + words.get(0) + where + " failed with exit code " + result.exitCode());
            }
        }

        private List<String> command(ScpPlace place, List<String> words) {
            List<String> argv = new ArrayList<>();
            if (place.isRemote()) {
                argv.add("ssh");
                if (!place.port().isEmpty()) {
                    argv.addAll(List.of("-p", place.port()));
                }
                argv.addAll(List.of("--", place.host(), "jpod"));
                for (String word : words) {
                    argv.add(quoted(word));
                }
                return argv;
            }
            boolean caller = place.isCaller();
            if (!caller) {
                Account account = account(place.user());
                caller = account.uid() == posix.getUid();
                if (!caller) {
                    argv.addAll(become(account));
                }
            }
            // The caller's own roots and options hold for nobody else.
            argv.addAll(caller ? call.selfCommand() : call.selfCommand().subList(0, 1));
            argv.addAll(words);
            return argv;
        }

        /** For the shell on the other side. */
        private static String quoted(String word) {
            return "'" + word.replace("'", "'\\''") + "'";
        }

        private record Account(String name, int uid, String home) {}

        private Account account(String name) {
            ProcessResult found = processes.run(ProcessRequest.of(List.of("getent", "passwd", "--", name)));
            String[] fields = found.stdout().trim().split(":", -1);
            if (found.exitCode() != 0 || fields.length < 6) {
                throw JpodException.notFound("unknown user: " + name);
            }
            return new Account(fields[0], Integer.parseInt(fields[2]), fields[5]);
        }

        /** What makes a program that user's, in an environment that has nothing of the caller's. */
        private List<String> become(Account account) {
            List<String> argv = new ArrayList<>(
                    posix.getUid() == 0
                            ? List.of("runuser", "-u", account.name(), "--")
                            : List.of("sudo", "-u", account.name(), "--"));
            argv.addAll(List.of("env", "-i", "--chdir=/"));
            Map<String, String> own = call.context().environment();
            argv.add("PATH=" + own.getOrDefault("PATH", PATH));
            argv.add("HOME=" + account.home());
            argv.add("USER=" + account.name());
            argv.add("LOGNAME=" + account.name());
            argv.add("LANG=C.UTF-8");
            Path run = Path.of("/run/user", Integer.toString(account.uid()));
            if (Files.isDirectory(run)) {
                argv.add("XDG_RUNTIME_DIR=" + run);
            }
            return argv;
        }
    }
}
