/** Images made to break out: nothing outside a container's root is read, made or changed because of them. */
package io.jpod.it.hostile;
