/**
 * Artifacts below {@code ROOT/artifacts}: {@code blobs/sha256/HEX}, and {@code index.json}, an OCI index whose entries are named by
 * annotations. Files come in a lease and are moved into place under the lock {@code artifacts}; whatever no entry names is then
 * removed, also what a killed process left.
 */
package io.jpod.engine.artifact;
