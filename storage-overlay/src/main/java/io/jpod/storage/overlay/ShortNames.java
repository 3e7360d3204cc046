package io.jpod.storage.overlay;

import io.jpod.api.JpodException;
import io.jpod.api.storage.LayerId;
import io.jpod.support.posix.Errno;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import io.jpod.support.storage.LayerHome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The links in {@code l}, and the lists of them that each layer keeps. */
final class ShortNames {
    private static final int LENGTH = 8;
    private static final int ATTEMPTS = 1000;
    private static final String LINK = "link";
    private static final String LOWER = "lower";

    private final Posix posix;
    private final LayerHome home;
    private final Path links;

    ShortNames(Posix posix, LayerHome home) {
        this.posix = posix;
        this.home = home;
        this.links = home.data().resolve("l");
    }

    Path path(String name) {
        return links.resolve(name);
    }

    Optional<String> find(LayerId id) {
        return home.readFact(home.directory(id), LINK);
    }

    /** Short names of a layer and of those below it. */
    List<String> chain(LayerId id) {
        Path directory = home.directory(id);
        String own = home.readFact(directory, LINK)
                .orElseThrow(() -> JpodException.host("layer " + id + " in " + directory + " is damaged", null)
                        .withRemedy("remove it and what stands on it, and pull or create that again"));
        List<String> chain = new ArrayList<>();
        chain.add(own);
        String lower = home.readFact(directory, LOWER).orElse("");
        int start = 0;
        while (start < lower.length()) {
            int end = lower.indexOf(':', start);
            end = end < 0 ? lower.length() : end;
            chain.add(lower.substring(start, end));
            start = end + 1;
        }
        return chain;
    }

    /** Gives a layer that is about to be committed its short name, and notes those below it. */
    void write(Path directory, LayerId id, List<String> below) {
        home.writeFact(directory, LINK, claim(id));
        if (!below.isEmpty()) {
            StringBuilder lower = new StringBuilder(below.size() * (LENGTH + 1));
            for (String name : below) {
                lower.append(lower.length() == 0 ? "" : ":").append(name);
            }
            home.writeFact(directory, LOWER, lower.toString());
        }
    }

    /** Makes sure that a committed layer's link was not swept while it led nowhere. */
    void ensure(LayerId id) {
        Optional<String> name = find(id);
        if (name.isPresent() && !link(name.get(), target(id))) {
            throw JpodException.host("layer " + id + ": its short name " + name.get() + " is taken", null);
        }
    }

    private static String target(LayerId id) {
        return "../" + id.value() + "/diff";
    }

    /** The first digits of the id, or what a hash makes of it when another layer has these. */
    private String claim(LayerId id) {
        String name = id.value().substring(0, LENGTH);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (link(name, target(id))) {
                return name;
            }
            name = hash(id.value(), attempt);
        }
        throw JpodException.host("no short name is free for layer " + id + " in " + links, null);
    }

    /** True when the link has this target now. */
    private boolean link(String name, String target) {
        String path = links.resolve(name).toString();
        try {
            posix.symlink(target, Posix.AT_FDCWD, path);
            return true;
        } catch (PosixException e) {
            if (e.errno() != Errno.EEXIST) {
                throw JpodException.host("making " + path, e);
            }
        }
        return home.readFact(links, name).orElse("").equals(target);
    }

    private static String hash(String text, int salt) {
        long hash = 0xcbf29ce484222325L + salt * 0x9e3779b97f4a7c15L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        StringBuilder name = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            name.append(Character.forDigit((int) (hash >>> 28 + 4 * i & 15), 16));
        }
        return name.toString();
    }

    void remove(String name) {
        try {
            posix.unlink(Posix.AT_FDCWD, links.resolve(name).toString(), 0);
        } catch (PosixException e) {
            if (e.errno() != Errno.ENOENT) {
                throw JpodException.host("removing " + links.resolve(name), e);
            }
        }
    }

    /** Removes links that lead nowhere. */
    void sweep() {
        int directory = -1;
        try {
            directory = posix.open(Posix.AT_FDCWD, links.toString(), Posix.O_RDONLY | Posix.O_DIRECTORY, 0);
            for (String name : posix.list(directory)) {
                if (!name.equals(OverlayStorageDriver.EMPTY) && isDangling(directory, name)) {
                    posix.unlink(directory, name, 0);
                }
            }
        } catch (PosixException e) {
            if (e.errno() != Errno.ENOENT) {
                throw JpodException.host("sweeping " + links, e);
            }
        } finally {
            if (directory >= 0) {
                posix.close(directory);
            }
        }
    }

    private boolean isDangling(int directory, String name) throws PosixException {
        try {
            posix.stat(directory, name, 0);
            return false;
        } catch (PosixException e) {
            if (e.errno() == Errno.ENOENT) {
                return true;
            }
            throw e;
        }
    }
}
