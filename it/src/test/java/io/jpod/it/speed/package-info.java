/** What a plain command may load: start-up time is a feature. */
package io.jpod.it.speed;
