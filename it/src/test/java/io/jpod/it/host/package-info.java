/** The core of the suite on every kind of host that must work, each made by {@code scripts/rootless-host}. */
package io.jpod.it.host;
