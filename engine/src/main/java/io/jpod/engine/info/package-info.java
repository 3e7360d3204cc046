/**
 * What {@code info} tells of host, store and providers, in podman's members and order, so that scripts written for it find what they
 * look for; {@code providers} is jpod's own. Costs a few child processes: nothing on the path of other commands calls it.
 */
package io.jpod.engine.info;
