package io.jpod.image.manifest;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.image.reference.Digest;
import io.jpod.image.store.ImageRunConfig;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** An image's configuration (image-spec, config.md; Docker's differs in nothing that is read here). */
public final class ImageConfig {
    /** Largest document that is accepted, in bytes. */
    public static final int MAX_SIZE = 8 << 20;

    private final ImageRunConfig run;
    private final List<Digest> diffIds;

    private ImageConfig(ImageRunConfig run, List<Digest> diffIds) {
        this.run = run;
        this.diffIds = List.copyOf(diffIds);
    }

    /**
     * Parses a configuration.
     *
     * @throws JpodException EXTERNAL
     */
    public static ImageConfig parse(byte[] bytes) {
        if (bytes.length > MAX_SIZE) {
            throw JpodException.external("image configuration is larger than " + MAX_SIZE + " bytes");
        }
        try {
            return read(bytes, Json.parseObject(bytes));
        } catch (JpodException e) {
            throw new JpodException(ErrorCode.EXTERNAL, "parsing image configuration", e);
        }
    }

    private static ImageConfig read(byte[] bytes, JsonObject json) {
        JsonObject config = json.getObject("config");
        List<Digest> diffIds = new ArrayList<>();
        for (String diffId : json.getObject("rootfs").getStrings("diff_ids")) {
            diffIds.add(Digest.parse(diffId));
        }
        config.getObject("Healthcheck");
        ImageRunConfig run = ImageRunConfig.builder()
                .id(Sha256.of(bytes).hex())
                .os(json.getString("os", ""))
                .architecture(json.getString("architecture", ""))
                .variant(json.getString("variant", ""))
                .created(created(json.getString("created", "")))
                .env(config.getStrings("Env"))
                .entrypoint(config.getStrings("Entrypoint"))
                .command(config.getStrings("Cmd"))
                .workingDirectory(config.getString("WorkingDir", ""))
                .user(config.getString("User", ""))
                .volumes(new ArrayList<>(config.getObject("Volumes").names()))
                .exposedPorts(new ArrayList<>(config.getObject("ExposedPorts").names()))
                .labels(config.getStringMap("Labels"))
                .stopSignal(config.getString("StopSignal", ""))
                .build();
        return new ImageConfig(run, diffIds);
    }

    private static long created(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        try {
            return OffsetDateTime.parse(text).toEpochSecond();
        } catch (DateTimeException e) {
            throw new JpodException(ErrorCode.EXTERNAL, "invalid creation time " + Digest.printable(text));
        }
    }

    /** All that the configuration tells of the run form; layers, sizes and manifest are not known here. */
    public ImageRunConfig run() {
        return run;
    }

    /** Digests of the layers' plain tars, lowest first. */
    public List<Digest> diffIds() {
        return diffIds;
    }
}
