package io.jpod.cli.command;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.create.CreateParser;
import io.jpod.cli.option.OptionTable;
import io.jpod.cli.option.Options;
import io.jpod.engine.Registries;
import io.jpod.image.registry.Credentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** {@code login}. */
public final class LoginCommand implements Command {
    private static final String OPTIONS = """
            authfile string File to keep the credentials in
            cert-dir string Directory of TLS certificates for registries
            compat-auth-file string File to keep the credentials in, in docker's form
            get-login bool Print who is logged in
            password,p string Password
            password-stdin bool Read the password from standard input
            secret refused/string Take the password from a secret
            tls-verify bool=true Require HTTPS with a valid certificate
            username,u string User name
            verbose,v bool Say where the credentials are kept
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help("Log in to a container registry", "[options] [REGISTRY]", """
                login registry.example.com
                login -u me --password-stdin registry.example.com < password
                """);
    }

    /** The registry that a command line names. */
    static Registries.Login login(Invocation call) {
        Options options = call.options();
        String name = call.arguments().isEmpty() ? "" : call.arguments().get(0);
        String docker = options.text("compat-auth-file");
        return new Registries.Login(
                name,
                CreateParser.pullOptions(options).build(),
                docker.isEmpty()
                        ? ""
                        : call.context().directory().resolve(docker).toString());
    }

    @Override
    public int run(Invocation call) {
        Arguments.between(call, 0, 1);
        Options options = call.options();
        Registries registries = call.session().registries();
        Registries.Login login = login(call);
        String key = registries.key(login);
        Optional<Credentials> known = registries.known(login);
        if (options.flag("get-login")) {
            String user = known.map(Credentials::user).orElse("");
            if (user.isEmpty()) {
                throw JpodException.notFound("not logged into " + key);
            }
            call.out().println(user);
            return 0;
        }
        if (known.isPresent() && known.get().isToken()) {
            throw JpodException.conflict("currently logged in, auth file contains an Identity token");
        }
        Optional<Credentials> given = given(call);
        if (given.isEmpty() && known.isPresent() && !options.given("username")) {
            call.out().println("Authenticating with existing credentials for " + key);
            if (registries.accepts(login, known.get())) {
                call.out().println("Existing credentials are valid. Already logged in to " + key);
                return 0;
            }
            call.out().println("Existing credentials are invalid, please enter valid username and password");
            call.out().flush();
        }
        Credentials credentials =
                given.orElseGet(() -> ask(call, known.map(Credentials::user).orElse("")));
        if (!registries.accepts(login, credentials)) {
            throw JpodException.external("logging into \"" + key + "\": invalid username/password");
        }
        String where = registries.keep(login, credentials);
        if (options.flag("verbose")) {
            call.out().println("Used:  " + where);
        }
        call.out().println("Login Succeeded!");
        return 0;
    }

    /** What the command line and standard input say, when it is all that is needed. */
    private static Optional<Credentials> given(Invocation call) {
        Options options = call.options();
        String user = options.text("username");
        if (options.flag("password-stdin")) {
            if (!options.text("password").isEmpty()) {
                throw JpodException.usage("Can't specify both --password-stdin and --password");
            }
            if (user.isEmpty()) {
                throw JpodException.usage("Must provide --username with --password-stdin");
            }
            return Optional.of(Credentials.password(user, firstLines(call)));
        }
        String password = options.text("password");
        return user.isEmpty() || password.isEmpty()
                ? Optional.empty()
                : Optional.of(Credentials.password(user, password));
    }

    private static String firstLines(Invocation call) {
        try {
            String text = new String(call.context().stdin().readAllBytes(), StandardCharsets.UTF_8);
            int end = text.length();
            while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
                end--;
            }
            return text.substring(0, end);
        } catch (IOException e) {
            throw new JpodException(ErrorCode.HOST, "reading password", e);
        }
    }

    private static Credentials ask(Invocation call, String knownUser) {
        String user = call.options().text("username");
        TerminalQuestion question = new TerminalQuestion(call);
        if (user.isEmpty()) {
            user = question.line("Username" + (knownUser.isEmpty() ? "" : " (" + knownUser + ")") + ": ");
            user = user.isEmpty() ? knownUser : user;
        }
        String password = call.options().text("password");
        if (password.isEmpty()) {
            password = question.hidden("Password: ");
        }
        return Credentials.password(user, password);
    }
}
