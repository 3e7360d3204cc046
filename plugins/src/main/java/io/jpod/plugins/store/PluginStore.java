package io.jpod.plugins.store;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.ProviderKind;
import io.jpod.api.host.HostFacts;
import io.jpod.api.process.ProcessRunner;
import io.jpod.plugins.Candidate;
import io.jpod.plugins.Catalog;
import io.jpod.plugins.PluginRecord;
import io.jpod.plugins.Plugins;
import io.jpod.plugins.ProviderRecord;
import io.jpod.plugins.Services;
import io.jpod.support.json.JsonObject;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The plug-ins of a user, to be looked at and changed. For one thread. */
public final class PluginStore {
    private final Plugins plugins;
    private final Catalog catalog;
    private final HostFacts host;
    private final ProcessRunner processes;

    public PluginStore(Plugins plugins, Catalog catalog, HostFacts host, ProcessRunner processes) {
        this.plugins = plugins;
        this.catalog = catalog;
        this.host = host;
        this.processes = processes;
    }

    /** What was put into the folder. */
    public record Installed(String name, String sha256, Optional<String> signer) {}

    /**
     * One row for each provider of each plug-in: Name, Kind, ID, Version, ApiLevel, Source, State, Reason, Enabled, Description.
     *
     * @param builtin true for the distribution's own too
     */
    public List<JsonObject> list(boolean builtin) {
        PluginRows rows = new PluginRows(plugins, catalog);
        List<JsonObject> all = new ArrayList<>(builtin ? rows.builtin() : List.of());
        all.addAll(rows.all());
        return all;
    }

    /** Everything about one plug-in. */
    public JsonObject inspect(String name) {
        PluginRecord record = find(name);
        return new PluginRows(plugins, catalog).document(record, Checksum.sha256(record.path()), host);
    }

    /**
     * A plug-in by its name, path, id, or kind and id with a slash between.
     *
     * @throws JpodException NOT_FOUND, CONFLICT when several have the name
     */
    public PluginRecord find(String name) {
        List<PluginRecord> found = new ArrayList<>();
        for (PluginRecord record : plugins.records()) {
            if (record.name().equals(name) || record.path().toString().equals(name)) {
                found.add(record);
            }
        }
        if (found.isEmpty()) {
            for (PluginRecord record : plugins.records()) {
                for (ProviderRecord provider : record.providers()) {
                    String kind = Services.word(provider.kind());
                    if (!provider.id().isEmpty()
                            && (provider.id().equals(name) || (kind + "/" + provider.id()).equals(name))
                            && !found.contains(record)) {
                        found.add(record);
                    }
                }
            }
        }
        if (found.isEmpty()) {
            throw JpodException.notFound("no such plugin: " + name);
        }
        if (found.size() > 1) {
            StringBuilder paths = new StringBuilder();
            for (PluginRecord record : found) {
                paths.append(paths.length() == 0 ? "" : ", ").append(record.path());
            }
            throw JpodException.conflict("several plugins are called " + name).withRemedy("name one of " + paths);
        }
        return found.get(0);
    }

    /** The providers that a plug-in has, as {@code KIND ID}. */
    public List<String> providers(PluginRecord record) {
        List<String> ids = new ArrayList<>();
        for (ProviderRecord provider : record.providers()) {
            ids.add(Services.word(provider.kind()) + " " + provider.id());
        }
        return ids;
    }

    /**
     * Puts a jar into the user's folder.
     *
     * @throws JpodException when it is broken, has no provider that can be used, an id is taken, or a signature is lacking or wrong
     */
    public Installed install(InstallRequest request) {
        Path folder = plugins.places().userFolder();
        try (Download download = new Download(plugins.places().cache(), host)) {
            Download.Jar jar = download.fetch(request);
            Path target = folder.resolve(request.alias().orElse(jar.name()) + ".jar");
            checkName(request.alias().orElse(jar.name()));
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                throw JpodException.conflict("plugin " + target + " is installed already")
                        .withRemedy("jpod plugin rm " + request.alias().orElse(jar.name()) + " removes it");
            }
            Optional<String> signer = Optional.empty();
            if (request.signatureRequired()) {
                signer = Optional.of(new Signatures(plugins.places().settings(), processes, host)
                        .check(jar.file(), download.signature(request, jar), download.directory()));
            }
            checkUsable(plugins.examine(jar.file()), request.source());
            Files.createDirectories(folder);
            Path temporary = Files.createTempFile(folder, ".install-", "");
            try {
                Files.copy(jar.file(), temporary, StandardCopyOption.REPLACE_EXISTING);
                Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rw-r--r--"));
                try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(temporary);
            }
            if (request.enabled()) {
                plugins.disabled().remove(target);
            } else if (!plugins.disabled().contains(target)) {
                plugins.disabled().add(target);
            }
            return new Installed(request.alias().orElse(jar.name()), Checksum.sha256(target), signer);
        } catch (IOException e) {
            throw JpodException.host("installing " + request.source() + " into " + folder, e);
        }
    }

    private static void checkName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean ok = Character.isLetterOrDigit(c) || i > 0 && "._+-".indexOf(c) >= 0;
            if (!ok) {
                throw JpodException.usage("invalid plugin name \"" + name + "\"");
            }
        }
        if (name.isEmpty()) {
            throw JpodException.usage("a plugin's name is empty");
        }
    }

    private void checkUsable(PluginRecord record, String source) {
        if (!record.fault().isEmpty()) {
            throw new JpodException(ErrorCode.HOST, "plugin " + source + " cannot be used: it " + record.fault());
        }
        for (ProviderRecord provider : record.providers()) {
            if (!provider.fault().isEmpty()) {
                throw new JpodException(
                        ErrorCode.HOST,
                        "plugin " + source + " cannot be used: " + provider.className() + " " + provider.fault());
            }
            String id = Services.word(provider.kind()) + " id " + provider.id();
            for (Candidate builtin : catalog.builtin(provider.kind())) {
                if (builtin.id().equals(provider.id())) {
                    throw JpodException.conflict(
                            "plugin " + source + " cannot be used: the " + id + " is reserved for a built-in provider");
                }
            }
            Optional<String> owner = owner(provider.kind(), provider.id());
            if (owner.isPresent()) {
                throw JpodException.conflict(
                        "plugin " + source + " cannot be used: the " + id + " is taken by " + owner.get());
            }
        }
    }

    /** A jar in the user's folder that has an id. */
    private Optional<String> owner(ProviderKind kind, String id) {
        for (PluginRecord record : plugins.records()) {
            if (record.path().startsWith(plugins.places().userFolder())) {
                for (ProviderRecord provider : record.providers()) {
                    if (provider.kind() == kind && provider.id().equals(id)) {
                        return Optional.of(record.path().toString());
                    }
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Runs the contract tests of each provider of a plug-in on this host.
     *
     * @param told what is said, line by line
     * @return true when there was a provider and all of them passed
     */
    public boolean verify(PluginRecord record, Consumer<String> told) {
        return new Verification(plugins, processes, host).verify(record, told);
    }

    /** Deletes a plug-in's jar. */
    public void remove(PluginRecord record) {
        try {
            Files.delete(record.path());
            plugins.disabled().remove(record.path());
        } catch (IOException e) {
            throw JpodException.host("removing plugin " + record.name(), e)
                    .withRemedy("jpod plugin disable " + record.name() + " switches it off for you");
        }
    }

    /** Switches a plug-in on, and has it looked at again. */
    public void enable(PluginRecord record) {
        if (!plugins.disabled().contains(record.path())) {
            throw JpodException.conflict("plugin " + record.name() + " is already enabled");
        }
        plugins.disabled().remove(record.path());
        plugins.forget(record.path());
    }

    /** Switches a plug-in off for this user. */
    public void disable(PluginRecord record) {
        if (plugins.disabled().contains(record.path())) {
            throw JpodException.conflict("plugin " + record.name() + " is already disabled");
        }
        plugins.disabled().add(record.path());
    }

    /** Ends what plug-ins have running in this process. */
    public void close() {
        plugins.close();
    }
}
