package io.jpod.image.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.image.store.ImageRunConfig;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageConfigTest {
    private static ImageConfig parse(String json) {
        return ImageConfig.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsWhatRunningNeeds() {
        ImageRunConfig run = parse(
                        "{'created':'2024-01-02T03:04:05.123456789+01:00','os':'linux','architecture':'arm64',"
                                + "'variant':'v8','config':{'Env':['A=b'],'Entrypoint':['e'],'Cmd':['c'],'WorkingDir':'/w',"
                                + "'User':'u:g','Volumes':{'/v':{}},'ExposedPorts':{'80/tcp':{}},'Labels':{'l':'m'},"
                                + "'StopSignal':'SIGINT'}}")
                .run();
        assertEquals(List.of("A=b"), run.env());
        assertEquals(List.of("e"), run.entrypoint());
        assertEquals(List.of("c"), run.command());
        assertEquals("/w", run.workingDirectory());
        assertEquals("u:g", run.user());
        assertEquals(List.of("/v"), run.volumes());
        assertEquals(List.of("80/tcp"), run.exposedPorts());
        assertEquals(Map.of("l", "m"), run.labels());
        assertEquals("SIGINT", run.stopSignal());
        assertEquals(1704161045, run.created());
    }

    @Test
    void toleratesWhatIsMissingOrNull() {
        ImageRunConfig run = parse("{'config':{'Env':null,'Labels':null,'Volumes':null},'rootfs':null}")
                .run();
        assertEquals(List.of(), run.env());
        assertEquals(0, run.created());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'config':[]}",
                "{'config':{'Env':'A=b'}}",
                "{'config':{'Env':[1]}}",
                "{'config':{'Cmd':{}}}",
                "{'config':{'Volumes':['/v']}}",
                "{'config':{'Labels':{'a':1}}}",
                "{'config':{'User':7}}",
                "{'created':'yesterday'}",
                "{'rootfs':{'diff_ids':['sha256:zz']}}",
                "{'rootfs':{'diff_ids':'x'}}",
                "[]",
                ""
            })
    void refusesWrongTypes(String json) {
        JpodException e = assertThrows(JpodException.class, () -> parse(json));
        assertEquals(ErrorCode.EXTERNAL, e.code());
        assertEquals("parsing image configuration", e.getMessage());
    }
}
