/** Capabilities, seccomp, masked paths, user namespaces: what the process may not do. */
package io.jpod.it.security;
