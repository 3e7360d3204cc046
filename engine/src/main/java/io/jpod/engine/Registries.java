package io.jpod.engine;

import io.jpod.image.registry.Credentials;
import io.jpod.support.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** Registries as such: who is logged in where. */
public interface Registries {
    /**
     * A registry to log in to or out of.
     *
     * @param name a registry, or a registry and a path below it; empty for the first one that short names are searched in
     * @param options {@code authFile}, {@code certDir}, {@code tlsVerify}
     * @param dockerFile write this file, in docker's form, instead of podman's; empty for podman's
     */
    record Login(String name, PullOptions options, String dockerFile) {}

    /** A repository that was found. */
    record Found(String index, String name, String description, long stars, boolean official, boolean automated) {}

    /**
     * Looks for repositories.
     *
     * @param term a registry and part of a name, or part of a name alone for all registries that short names are searched in
     * @throws io.jpod.api.JpodException when no registry answered, or one of them did not
     */
    List<Found> search(String term, int limit, PullOptions options);

    /** The tags of a repository, by its whole name. */
    record Tags(String repository, List<String> tags) {}

    /**
     * The tags of a repository; of one in each registry that short names are searched in where no registry is named.
     *
     * @param limit how many tags of each
     * @throws io.jpod.api.JpodException when one of them cannot be read
     */
    List<Tags> tags(String repository, int limit, PullOptions options);

    /** The name in the form in which credentials are kept: without scheme, never empty. */
    String key(Login login);

    /** What is known for the registry already. */
    Optional<Credentials> known(Login login);

    /**
     * Asks the registry.
     *
     * @return false when it refuses the credentials
     */
    boolean accepts(Login login, Credentials credentials);

    /** Keeps credentials; returns where, for people. */
    String keep(Login login, Credentials credentials);

    /** @throws io.jpod.api.JpodException NOT_FOUND when nobody is logged in there */
    void forget(Login login);

    /** What {@code registries.conf} says, in the shape of {@code info}. */
    JsonObject describe();

    /** Forgets all credentials. */
    void forgetAll(Login login);
}
