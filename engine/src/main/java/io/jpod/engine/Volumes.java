package io.jpod.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Named and anonymous volumes. */
public interface Volumes {
    /**
     * A volume.
     *
     * @param created seconds since the epoch
     */
    record Volume(
            String name,
            Path mountPoint,
            long created,
            boolean anonymous,
            Map<String, String> labels,
            Map<String, String> options) {}

    /** Who owns a volume's directory, as ids of the engine's user namespace; empty for root. */
    record Owner(OptionalLong uid, OptionalLong gid) {
        /** Nobody in particular: the first container that mounts the volume may give it to somebody else. */
        public static final Owner UNSET = new Owner(OptionalLong.empty(), OptionalLong.empty());

        /** True when it was said who owns the volume, so that its first use leaves that alone. */
        public boolean given() {
            return uid.isPresent() || gid.isPresent();
        }
    }

    /** Creates a volume; an existing one of the same name is CONFLICT. An empty name makes one. */
    default Volume create(String name, Map<String, String> labels, Map<String, String> options, boolean anonymous) {
        return create(name, labels, options, anonymous, Owner.UNSET);
    }

    /** The same, with an owner who stays when the volume is first used; one whose id is not mapped is HOST. */
    Volume create(String name, Map<String, String> labels, Map<String, String> options, boolean anonymous, Owner owner);

    Volume get(String name);

    boolean exists(String name);

    List<Volume> list();

    /**
     * Mounts a volume for the user, if it was made with options for mount(8); until {@link #unmount} was called as often. EXTERNAL when
     * mount(8) fails.
     */
    Volume mount(String name);

    /** Takes one {@link #mount} back; nothing when there was none. */
    void unmount(String name);

    /** How many containers and calls of {@link #mount} use a volume that has to be mounted; 0 for others. */
    int mountCount(String name);

    /** Removes; CONFLICT while containers use it, unless forced. */
    void remove(String name, boolean force);
}
