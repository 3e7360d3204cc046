/** Internet addresses as text and bytes, without java.net, whose first use costs 10 ms of a cold start. */
package io.jpod.support.net;
