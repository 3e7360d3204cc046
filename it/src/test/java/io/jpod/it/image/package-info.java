/** Images: transports, a registry, layers, lists. */
package io.jpod.it.image;
