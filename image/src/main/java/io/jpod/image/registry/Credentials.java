package io.jpod.image.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Who we are to a registry: user and password, or an identity token. Never printed. */
public final class Credentials {
    private final String user;
    private final String secret;
    private final boolean token;

    private Credentials(String user, String secret, boolean token) {
        this.user = user;
        this.secret = secret;
        this.token = token;
    }

    public static Credentials password(String user, String password) {
        return new Credentials(user, password, false);
    }

    public static Credentials identityToken(String token) {
        return new Credentials("", token, true);
    }

    public boolean isToken() {
        return token;
    }

    /** Empty for a token. */
    public String user() {
        return user;
    }

    String secret() {
        return secret;
    }

    String basic() {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "credentials";
    }
}
