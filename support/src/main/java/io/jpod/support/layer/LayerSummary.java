package io.jpod.support.layer;

/**
 * What was in a layer.
 *
 * @param entries files, directories and links, without whiteouts
 * @param bytes lengths of all files together
 * @param idLimit one more than the largest owner; at least 1
 * @param skippedDevices device nodes that were left out
 * @param skippedXattrs extended attributes that the file system or the kernel refused
 */
public record LayerSummary(long entries, long bytes, long idLimit, long skippedDevices, long skippedXattrs) {}
