/** The data root: its place, its directories, and the version of what lies in it. Nothing of podman's is in it or read from it. */
package io.jpod.engine.root;
