package io.jpod.engine.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jpod.api.JpodException;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccountsTest {
    private final Accounts accounts = new Accounts(
            "root:x:0:0:root:/root:/bin/sh\nu:x:1000:1001::/home/u:/bin/sh\nbroken line\nhalf:x:\n7:x:70:71::/seven:/bin/sh\n",
            "root:x:0:\nwheel:x:10:root,u\naudio:x:29: u ,x\nbroken\n");

    @Test
    void emptyMeansRoot() {
        Accounts.Account account = accounts.resolve("");
        assertEquals(0, account.uid());
        assertEquals("/root", account.home());
        assertEquals(List.of(10L), account.groups());
    }

    @Test
    void nameBringsGroupHomeAndMemberships() {
        Accounts.Account account = accounts.resolve("u");
        assertEquals(1000, account.uid());
        assertEquals(1001, account.gid());
        assertEquals(List.of(10L, 29L), account.groups());
    }

    @Test
    void numberFindsTheEntryAndAnUnknownOneHasGroupZero() {
        assertEquals("/home/u", accounts.resolve("1000").home());
        Accounts.Account unknown = accounts.resolve("4242");
        assertEquals(0, unknown.gid());
        assertFalse(unknown.known());
    }

    @Test
    void namedGroupReplacesMemberships() {
        Accounts.Account account = accounts.resolve("u:audio");
        assertEquals(29, account.gid());
        assertEquals(List.of(), account.groups());
        assertEquals(8888, accounts.resolve("u:8888").gid());
    }

    @Test
    void nameOfDigitsIsFoundAsAName() {
        assertEquals(70, accounts.resolve("7").uid());
    }

    @Test
    void unknownNamesAreRefusedInPodmansWords() {
        assertEquals(
                "unable to find user nosuch: no matching entries in passwd file",
                assertThrows(JpodException.class, () -> accounts.resolve("nosuch"))
                        .getMessage());
        assertEquals(
                "unable to find group nosuch: no matching entries in group file",
                assertThrows(JpodException.class, () -> accounts.resolve("u:nosuch"))
                        .getMessage());
        assertThrows(JpodException.class, () -> accounts.resolve("4294967296"));
        assertEquals(
                "uids and gids must be in range 0-2147483647",
                assertThrows(JpodException.class, () -> accounts.resolve("-1")).getMessage());
    }
}
