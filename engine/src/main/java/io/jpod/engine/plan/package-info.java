/**
 * From what a caller asks for to what a container is: {@link io.jpod.engine.plan.ContainerPlanner} joins a create request, the image's
 * configuration, {@code containers.conf} and the host's facts to a {@link io.jpod.engine.container.ContainerConfig}. Everything that can
 * be refused is refused here, before anything is made; nothing here writes to disk.
 */
package io.jpod.engine.plan;
