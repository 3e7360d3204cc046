package io.jpod.support.tree;

/** Decides who owns the copy of a file. */
public interface OwnerMap {
    /** Copies keep their owners. */
    OwnerMap SAME = new OwnerMap() {
        @Override
        public long uid(long uid) {
            return uid;
        }

        @Override
        public long gid(long gid) {
            return gid;
        }
    };

    long uid(long uid);

    long gid(long gid);
}
