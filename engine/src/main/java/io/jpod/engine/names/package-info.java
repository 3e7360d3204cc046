/** Names for containers that their creator did not name: an adjective and a noun of the sea, {@code steady_lugger}. */
package io.jpod.engine.names;
