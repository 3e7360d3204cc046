package io.jpod.image.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.JpodException;
import io.jpod.image.reference.ImageReference;
import io.jpod.support.json.Json;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrustPolicyTest {
    private static final String HEX = "0123456789abcdef".repeat(4);

    private static TrustPolicy policy(String json) {
        return TrustPolicy.parse(Json.parseObject(json.replace('\'', '"')));
    }

    private static TrustRequirement.Type type(TrustPolicy policy, String reference) {
        return policy.requirementsFor("docker", TrustPolicy.scopes(ImageReference.parse(reference)))
                .get(0)
                .type();
    }

    @Test
    void theMostParticularScopeDecides() {
        TrustPolicy policy = policy("{'default':[{'type':'reject'}],'transports':{'docker':{"
                + "'a.example.com:5000/team':[{'type':'insecureAcceptAnything'}],"
                + "'a.example.com:5000/team/bad':[{'type':'reject'}],"
                + "'*.example.com':[{'type':'sigstoreSigned','keyPath':'/k'}]},"
                + "'oci':{'/images':[{'type':'insecureAcceptAnything'}]}}}");
        assertEquals(TrustRequirement.Type.INSECURE_ACCEPT_ANYTHING, type(policy, "a.example.com:5000/team/x:1"));
        assertEquals(TrustRequirement.Type.REJECT, type(policy, "a.example.com:5000/team/bad:1"));
        assertEquals(TrustRequirement.Type.SIGSTORE_SIGNED, type(policy, "b.a.example.com/y:1"));
        assertEquals(TrustRequirement.Type.REJECT, type(policy, "example.com/y:1"));
        assertEquals(
                TrustRequirement.Type.INSECURE_ACCEPT_ANYTHING,
                policy.requirementsFor("oci", TrustPolicy.scopes(Path.of("/images/one"), "name"))
                        .get(0)
                        .type());
        assertEquals(
                TrustRequirement.Type.REJECT,
                policy.requirementsFor("dir", TrustPolicy.scopes(Path.of("/images/one"), ""))
                        .get(0)
                        .type());
    }

    @Test
    void refusesWhatItDoesNotUnderstand() {
        for (String wrong : List.of(
                "{}",
                "{'default':[]}",
                "{'default':[{'type':'maybe'}]}",
                "{'default':[{'type':'signedBy','keyType':'GPGKeys'}]}",
                "{'default':[{'type':'signedBy','keyType':'X','keyPath':'/k'}]}",
                "{'default':[{'type':'signedBy','keyType':'GPGKeys','keyPath':'/k','keyData':'AAAA'}]}",
                "{'default':[{'type':'signedBy','keyPath':'/k','signedIdentity':{'type':'guess'}}]}",
                "{'default':[{'type':'sigstoreSigned','keyPath':'/k','fulcio':{}}],'transports':{}}",
                "{'default':[{'type':'reject'}],'more':1}")) {
            assertThrows(JpodException.class, () -> policy(wrong), wrong);
        }
    }

    private static boolean accepts(String json, String wanted, String signed) {
        return SignedIdentity.read(Json.parseObject(json.replace('\'', '"')))
                .accepts(ImageReference.parse(wanted), signed);
    }

    @Test
    void identitiesFitAsTheirKindSays() {
        String byDigest = "a.io/x@sha256:" + HEX;
        assertTrue(accepts("{}", "a.io/x:1", "a.io/x:1"));
        assertFalse(accepts("{}", "a.io/x:1", "a.io/x:2"));
        assertTrue(accepts("{}", byDigest, "a.io/x:2"));
        assertFalse(accepts("{'type':'matchExact'}", byDigest, "a.io/x:2"));
        assertTrue(accepts("{'type':'matchRepository'}", "a.io/x:1", "a.io/x:2"));
        assertFalse(accepts("{'type':'matchRepository'}", "a.io/x:1", "a.io/y:1"));
        String exact = "{'type':'exactReference','dockerReference':'b.io/z:3'}";
        assertTrue(accepts(exact, "a.io/x:1", "b.io/z:3"));
        assertFalse(accepts(exact, "a.io/x:1", "a.io/x:1"));
        assertTrue(accepts("{'type':'exactRepository','dockerRepository':'b.io/z'}", "a.io/x:1", "b.io/z:9"));
        String remap = "{'type':'remapIdentity','prefix':'m.io/v','signedPrefix':'v.io'}";
        assertTrue(accepts(remap, "m.io/v/x:1", "v.io/x:1"));
        assertFalse(accepts(remap, "m.io/vx/x:1", "v.io/x:1"));
        assertFalse(accepts("{}", "a.io/x:1", "no reference at all"));
    }

    @Test
    void readsTheYamlOfRegistriesDirectories() {
        assertEquals(
                "{\"default-docker\":{\"lookaside\":\"file:///a\"},\"docker\":{\"a.io:5000/x\":{\"lookaside\":"
                        + "\"https://b/#c\",\"use-sigstore-attachments\":\"true\"}}}",
                Json.compact(PlainYaml.parse("# a comment\ndefault-docker:\n  lookaside: file:///a # ours\ndocker:\n"
                        + "    \"a.io:5000/x\":\n        lookaside: 'https://b/#c'\n"
                        + "        use-sigstore-attachments: true\n")));
        assertThrows(JpodException.class, () -> PlainYaml.parse("docker:\n  - a\n"));
    }
}
