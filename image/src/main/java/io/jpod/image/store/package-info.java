/**
 * Images on disk: names, manifests, configurations and the run form of each, as plain files below the data root. Reading a name and
 * a run form is on the path of every {@code run} and uses no general JSON library.
 */
package io.jpod.image.store;
