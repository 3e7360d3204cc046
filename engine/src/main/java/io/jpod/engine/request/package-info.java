/**
 * What a caller wants: immutable values that a front end fills and the engine reads. Nothing here is resolved against an image or a
 * host, and nothing looks at the machine. Their JSON form is kept with each container, so members may be added and not renamed.
 */
package io.jpod.engine.request;
