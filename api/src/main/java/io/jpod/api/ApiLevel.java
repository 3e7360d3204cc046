package io.jpod.api;

/** The level of this SPI. It rises when a provider written for it could not run on an older engine. */
public final class ApiLevel {
    /** The level of this version of the API. */
    public static final int CURRENT = 1;

    private ApiLevel() {}
}
