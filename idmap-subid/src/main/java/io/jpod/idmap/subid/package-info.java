/**
 * Subordinate ids, and the {@code --userns} modes built on them.
 *
 * <p>Terms: a <em>subordinate range</em> is a line of {@code /etc/subuid} or {@code /etc/subgid} (subuid(5)) or an answer of
 * {@code getsubids}; the <em>engine's namespace</em> maps the invoking user to 0 and the user's ranges, in their order, to 1
 * and up. A container's map names ids of the engine's namespace only.
 *
 * <p>Providers: {@code subid} makes the engine's namespace; {@code host}, {@code keep-id}, {@code nomap} and {@code auto} are
 * podman's modes; {@code private} (and {@code subid} when it is asked for a container) takes explicit ranges. Options of {@code
 * private}: {@code uidmap} and {@code gidmap}, each one or more {@code container:from:amount} joined by commas, {@code
 * subuidname} and {@code subgidname}. Options of {@code keep-id}: {@code uid}, {@code gid}, {@code size}. Options of {@code
 * auto}: {@code size}, {@code uidmapping} and {@code gidmapping}, in the form of {@code uidmap}.
 */
package io.jpod.idmap.subid;
