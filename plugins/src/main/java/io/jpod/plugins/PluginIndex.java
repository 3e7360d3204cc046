package io.jpod.plugins;

import io.jpod.api.Log;
import io.jpod.support.file.AtomicFile;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is in the plug-in folders. It is kept in one file for each folder in the user's cache; a jar is looked at again when its size, time
 * or inode has changed. Each build of jpod on each version of Java has files of its own, since either decides what a jar can do. For one
 * thread; several processes may use the same files.
 */
final class PluginIndex {
    private static final String PREFIX = "index-";
    private static final Duration KEPT = Duration.ofDays(30);

    private final PluginPlaces places;
    private final String build;
    private final PluginProbe probe;
    private final Log log;

    /** @param build tells builds of jpod apart; may be part of a file's name */
    PluginIndex(PluginPlaces places, String build, PluginProbe probe, Log log) {
        this.places = places;
        this.build = build;
        this.probe = probe;
        this.log = log;
    }

    /** All jars, in the order of the folders and of their names. */
    List<PluginRecord> records() {
        Map<Path, Map<Path, String>> landscape = new LinkedHashMap<>();
        for (Path folder : places.folders()) {
            String[] names = folder.toFile().list();
            if (names != null && names.length > 0) {
                Arrays.sort(names);
                landscape.put(folder, stamps(folder, names));
            }
        }
        List<PluginRecord> records = new ArrayList<>();
        for (Path folder : landscape.keySet()) {
            records.addAll(folder(folder, landscape));
        }
        return records;
    }

    private Map<Path, String> stamps(Path folder, String[] names) {
        Map<Path, String> stamps = new LinkedHashMap<>();
        for (String name : names) {
            if (!name.endsWith(".jar")) {
                continue;
            }
            Path jar = folder.resolve(name);
            try {
                stamps.put(jar, JarStamp.of(jar));
            } catch (NoSuchFileException e) {
                log.debug("plug-in " + jar + " has gone or leads nowhere");
            } catch (IOException e) {
                stamps.put(jar, "");
            }
        }
        return stamps;
    }

    /** Forgets a jar, so that it is looked at again. */
    void forget(Path jar) throws IOException {
        Files.deleteIfExists(file(jar.getParent()));
    }

    /**
     * What builds that are not used any more have left; one that is used all the same makes its file again.
     *
     * @param written just now
     */
    private void sweep(Path written) throws IOException {
        long oldest = written.toFile().lastModified() - KEPT.toMillis();
        File[] files = places.cache().toFile().listFiles((parent, name) -> name.startsWith(PREFIX));
        for (File file : files == null ? new File[0] : files) {
            if (file.lastModified() < oldest) {
                Files.deleteIfExists(file.toPath());
            }
        }
    }

    private List<PluginRecord> folder(Path folder, Map<Path, Map<Path, String>> landscape) {
        // What a bundle lacked may be among the others now.
        String around = Integer.toHexString(landscape.toString().hashCode());
        Map<String, JsonObject> kept = read(folder);
        Map<Path, PluginRecord> known = new LinkedHashMap<>();
        List<Path> unknown = new ArrayList<>();
        for (Map.Entry<Path, String> file : landscape.get(folder).entrySet()) {
            Path jar = file.getKey();
            JsonObject record = kept.get(file.getValue() + " " + jar);
            PluginRecord found = record == null ? null : parsed(record);
            String refusal = JarStamp.refusal(jar, file.getValue());
            if (!refusal.isEmpty()) {
                found = PluginRecord.broken(jar, JarFacts.NONE, refusal);
            } else if (found == null
                    || found.facts().isBundle()
                            && !found.fault().isEmpty()
                            && !record.getString("around", "").equals(around)) {
                unknown.add(jar);
            }
            known.put(jar, found);
        }
        if (!unknown.isEmpty()) {
            for (PluginRecord record : probe.probe(unknown, bundles(landscape))) {
                known.put(record.path(), record);
            }
        }
        if (!unknown.isEmpty() || kept.size() != known.size()) {
            write(folder, known, landscape.get(folder), around);
        }
        List<PluginRecord> records = new ArrayList<>();
        for (PluginRecord record : known.values()) {
            if (record != null) {
                records.add(record);
            }
        }
        return records;
    }

    /** Bundles may import packages of others. */
    private static List<Path> bundles(Map<Path, Map<Path, String>> landscape) {
        List<Path> bundles = new ArrayList<>();
        for (Map<Path, String> jars : landscape.values()) {
            for (Map.Entry<Path, String> jar : jars.entrySet()) {
                if (JarStamp.refusal(jar.getKey(), jar.getValue()).isEmpty()
                        && JarFacts.of(jar.getKey()).isBundle()) {
                    bundles.add(jar.getKey());
                }
            }
        }
        return bundles;
    }

    private Path file(Path folder) {
        return places.cache()
                .resolve(PREFIX + Integer.toHexString(folder.toString().hashCode()) + "-" + build + "-"
                        + Runtime.version().feature() + ".json");
    }

    private Map<String, JsonObject> read(Path folder) {
        Map<String, JsonObject> records = new HashMap<>();
        try {
            for (JsonObject record :
                    Json.parseObject(Files.readAllBytes(file(folder))).getObjects("jars")) {
                records.put(record.getString("stamp", "") + " " + record.getString("path", ""), record);
            }
        } catch (NoSuchFileException e) {
            log.debug("plug-ins in " + folder + " are not indexed yet");
        } catch (IOException | RuntimeException e) {
            log.debug("the index of " + folder + " cannot be read: " + e);
        }
        return records;
    }

    /** Null for a record that somebody has spoilt. */
    private PluginRecord parsed(JsonObject record) {
        try {
            return PluginRecord.fromJson(record);
        } catch (RuntimeException e) {
            log.debug("what is kept of a plug-in cannot be read: " + e);
            return null;
        }
    }

    private void write(Path folder, Map<Path, PluginRecord> known, Map<Path, String> stamps, String around) {
        List<JsonObject> jars = new ArrayList<>();
        for (PluginRecord record : known.values()) {
            if (record != null) {
                jars.add(record.toJson().put("stamp", stamps.get(record.path())).put("around", around));
            }
        }
        try {
            Files.createDirectories(places.cache());
            AtomicFile.writeVolatile(
                    file(folder),
                    Json.compact(
                            new JsonObject().put("folder", folder.toString()).put("jars", jars)));
            sweep(file(folder));
        } catch (IOException e) {
            log.debug("the index of " + folder + " cannot be kept: " + e);
        }
    }
}
