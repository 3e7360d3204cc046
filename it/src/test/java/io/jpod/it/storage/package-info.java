/** The storage drivers with both runtimes: the same life on each. */
package io.jpod.it.storage;
