/**
 * A small JSON reader and writer for the files of jpod's own state and for OCI runtime documents, on the path of every command:
 * the first use of jackson costs 13 to 130 ms of a cold start. Documents from outside (registries, archives) are jackson's,
 * see the image module. Objects keep the order of their members.
 */
package io.jpod.support.json;
