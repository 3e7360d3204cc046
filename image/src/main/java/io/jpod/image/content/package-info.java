/**
 * Writing the image store: compressed blobs below {@code blobs/sha256}, image directories, and the leases under which both are
 * made.
 *
 * <p>A <em>lease</em> is a directory below {@code image-work} with a lock file beside it that its process keeps locked. Everything
 * unfinished lies in the lease's directory; what the operation needs to stay (blobs, layers) is listed in its file {@code pins}. A
 * lease whose lock is free belongs to a dead process: {@link io.jpod.image.content.StoreSweep} removes it and everything
 * that nothing refers to any more. So a process may be killed at any byte. Deleting blobs and changing names or images needs the
 * store's lock; downloading and unpacking does not.
 */
package io.jpod.image.content;
