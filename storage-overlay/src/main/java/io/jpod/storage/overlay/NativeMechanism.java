package io.jpod.storage.overlay;

import io.jpod.api.JpodException;
import io.jpod.api.storage.LayerMount;
import io.jpod.api.storage.WhiteoutFormat;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.nio.file.Path;
import java.util.List;

/** The kernel's overlay file system. Paths are told by way of descriptors, so that neither their length nor a colon matters. */
final class NativeMechanism implements OverlayMechanism {
    private static final int LONGEST_DATA = 4095;

    private final Posix posix;
    private final boolean userXattr;
    private final OverlayOptions options;

    /** @param userXattr true in a user namespace, where the kernel keeps its marks in {@code user.overlay.…} */
    NativeMechanism(Posix posix, boolean userXattr, OverlayOptions options) {
        this.posix = posix;
        this.userXattr = userXattr;
        this.options = options;
    }

    @Override
    public String name() {
        return "native";
    }

    @Override
    public WhiteoutFormat whiteouts() {
        return userXattr ? WhiteoutFormat.OVERLAY_USER : WhiteoutFormat.OVERLAY_TRUSTED;
    }

    @Override
    public boolean shiftsIds() {
        return false;
    }

    @Override
    public void mount(Path data, String layer, List<String> lowers, LayerMount mount) throws PosixException {
        int links = openDirectory(data.resolve("l"));
        int own = -1;
        try {
            own = openDirectory(data.resolve(layer));
            String words = words(links, own, lowers, mount);
            if (words.length() > LONGEST_DATA) {
                throw JpodException.unsupported(
                        "mounting layer " + layer + ": " + lowers.size() + " layers are too many for overlay");
            }
            long flags = options.mountFlags() | (mount.readOnly() ? Posix.MS_RDONLY : 0);
            String target = data.resolve(layer).resolve("merged").toString();
            posix.mount("overlay", target, "overlay", flags, words);
        } finally {
            posix.close(links);
            if (own >= 0) {
                posix.close(own);
            }
        }
    }

    private int openDirectory(Path path) throws PosixException {
        return posix.open(Posix.AT_FDCWD, path.toString(), Posix.O_PATH | Posix.O_DIRECTORY, 0);
    }

    private String words(int links, int own, List<String> lowers, LayerMount mount) {
        StringBuilder words = new StringBuilder(256 + 32 * lowers.size()).append("lowerdir=");
        String prefix = "/proc/self/fd/" + links + "/";
        int count = 0;
        for (String lower : lowers) {
            words.append(count++ == 0 ? "" : ":").append(prefix).append(lower);
        }
        // A mount needs one lower layer, without an upper one two.
        for (int least = mount.readOnly() ? 2 : 1; count < least; count++) {
            words.append(count == 0 ? "" : ":").append(prefix).append(OverlayStorageDriver.EMPTY);
        }
        if (!mount.readOnly()) {
            String layer = "/proc/self/fd/" + own;
            words.append(",upperdir=")
                    .append(layer)
                    .append("/diff,workdir=")
                    .append(layer)
                    .append("/work");
        }
        // In a user namespace the kernel leaves these off by itself and takes no word for it.
        words.append(userXattr ? ",userxattr" : ",redirect_dir=off,index=off,metacopy=off");
        for (String word : options.mountData()) {
            words.append(',').append(word);
        }
        if (!mount.label().isEmpty()) {
            words.append(",context=\"").append(mount.label()).append('"');
        }
        return words.toString();
    }
}
