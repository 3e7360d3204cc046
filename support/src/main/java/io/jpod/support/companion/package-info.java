/**
 * Programs that live beside a container and end with it, such as those that carry its packets: how they are started, told from
 * strangers that got their process id, and ended. A companion tells by one byte on descriptor {@link
 * io.jpod.support.companion.CompanionStarter#READY} that it is ready, and ends when descriptor {@link
 * io.jpod.support.companion.CompanionStarter#EXIT} reaches its end. Nothing here is known of what companions do, but for jpod's
 * own {@link io.jpod.support.companion.PortRelay}.
 */
package io.jpod.support.companion;
