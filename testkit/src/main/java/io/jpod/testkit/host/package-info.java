/** Hosts for tests: facts that are set instead of found. */
package io.jpod.testkit.host;
