package io.jpod.cli.command;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import java.util.ArrayList;
import java.util.List;

/**
 * One end of {@code image scp}: {@code IMAGE}, {@code USER@localhost::[IMAGE]} or {@code [USER@]HOST[:PORT]::[IMAGE]}.
 *
 * @param user of this machine; empty for the caller
 * @param host another machine, with its user; empty for this one
 * @param port of its ssh; empty for the usual one
 * @param image empty where the image goes to
 */
record ScpPlace(String user, String host, String port, String image) {
    private static final String LOCAL = "@localhost";
    private static final String INVALID = ": invalid argument";

    static ScpPlace parse(String word) {
        int end = word.indexOf("::", word.startsWith("[") || word.contains("@[") ? word.indexOf(']') + 1 : 0);
        if (end < 0) {
            return new ScpPlace("", "", "", word);
        }
        String place = word.substring(0, end);
        String image = word.substring(end + 2);
        if (place.isEmpty() || place.startsWith("-")) {
            throw JpodException.usage("invalid host name in \"" + word + "\"" + INVALID);
        }
        if (place.endsWith(LOCAL)) {
            return new ScpPlace(place.substring(0, place.length() - LOCAL.length()), "", "", image);
        }
        int colon = place.indexOf(':', place.lastIndexOf(']') + 1);
        if (colon < 0) {
            return new ScpPlace("", place, "", image);
        }
        String port = place.substring(colon + 1);
        if (port.indexOf('/') >= 0) {
            throw new JpodException(ErrorCode.UNSUPPORTED, "the socket in \"" + word + "\" cannot be used")
                    .withRemedy("leave it out: jpod is run as a program on the other machine");
        }
        if (port.isEmpty() || !port.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw JpodException.usage("invalid port in \"" + word + "\"" + INVALID);
        }
        return new ScpPlace("", place.substring(0, colon), port, image);
    }

    /** Where from and where to, in this order; the second is missing when only one was said. */
    static List<ScpPlace> parse(List<String> words) {
        List<ScpPlace> places = new ArrayList<>();
        for (String word : words) {
            places.add(parse(word));
        }
        ScpPlace first = places.get(0);
        if (places.size() == 1) {
            if (first.image.isEmpty()) {
                throw JpodException.usage("no source image specified" + INVALID);
            }
            if (first.isCaller()) {
                throw JpodException.usage("must specify a destination" + INVALID);
            }
            return places;
        }
        ScpPlace second = places.get(1);
        if (!first.image.isEmpty() && !second.image.isEmpty()) {
            throw JpodException.usage("cannot specify an image rename" + INVALID);
        }
        if (first.image.isEmpty() && second.image.isEmpty()) {
            throw JpodException.usage("a source image must be specified" + INVALID);
        }
        return first.image.isEmpty() ? List.of(second, first) : places;
    }

    static ScpPlace ofUser(String user) {
        return new ScpPlace(user, "", "", "");
    }

    static ScpPlace ofCaller() {
        return ofUser("");
    }

    boolean isRemote() {
        return !host.isEmpty();
    }

    boolean isCaller() {
        return host.isEmpty() && user.isEmpty();
    }
}
