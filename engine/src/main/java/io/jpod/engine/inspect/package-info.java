/**
 * Containers, images and volumes as documents with podman's member names, in podman's order: what {@code inspect} prints and templates read.
 * Absent values are shown as podman shows them: empty text, zero, null, or the year 1 for a time that never came.
 */
package io.jpod.engine.inspect;
