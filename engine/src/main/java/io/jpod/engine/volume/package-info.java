/**
 * Named and anonymous volumes of the local driver: {@code ROOT/volumes/NAME} holds {@code volume.json} and the content, {@code _data}. A
 * volume that was never mounted takes over what the image has at its mount point. Changes are made under the volume's lock.
 */
package io.jpod.engine.volume;
