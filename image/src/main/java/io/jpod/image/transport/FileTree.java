package io.jpod.image.transport;

import java.io.IOException;
import java.io.InputStream;

/** Files below a root, named by relative paths with slashes: a directory, or an archive that is read in place. */
interface FileTree extends AutoCloseable {
    /** True when there is a regular file of that name. */
    boolean contains(String name);

    /** Its length in bytes. */
    long size(String name) throws IOException;

    /** @throws java.nio.file.NoSuchFileException when there is none */
    InputStream open(String name) throws IOException;

    /** For messages: the name as the user sees it. */
    String describe(String name);

    @Override
    void close();
}
