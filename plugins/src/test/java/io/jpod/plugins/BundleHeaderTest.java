package io.jpod.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class BundleHeaderTest {
    @Test
    void symbolicNameIsWithoutDirectives() {
        assertEquals("a.b", BundleHeader.firstPath("a.b;singleton:=true"));
        assertEquals("", BundleHeader.firstPath(""));
    }

    @Test
    void levelIsTheHighestLowerBoundOfAnImportOfTheApi() {
        assertEquals(3, BundleHeader.apiLevel("io.jpod.api;version=\"[1.3,2)\",io.jpod.api.host;version=\"[1.1,2)\""));
        assertEquals(7, BundleHeader.apiLevel("io.jpod.api.idmap;io.jpod.api;version=1.7"));
        assertEquals(0, BundleHeader.apiLevel("io.jpod.support.json;version=\"[1.9,2)\",org.x;version=\"[1.8,2)\""));
        assertEquals(0, BundleHeader.apiLevel("io.jpod.api"));
        assertEquals(
                2, BundleHeader.apiLevel("org.x;uses:=\"a,b\";version=\"[1,2)\",io.jpod.api;version=\"[1.2,1.9)\""));
    }
}
