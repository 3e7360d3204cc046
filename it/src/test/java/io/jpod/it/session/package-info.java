/** The resident process of {@code JPOD_SESSION=1}: what commands do must not tell whether it runs them. */
package io.jpod.it.session;
