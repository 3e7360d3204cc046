package io.jpod.testkit.storage;

import io.jpod.api.storage.LayerDraft;
import io.jpod.api.storage.LayerId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A process that begins a layer and dies at once, without a chance to clean up. */
final class AbandonedDraft {
    static final int EXIT = 9;

    private AbandonedDraft() {}

    /** @param args the contract's class, the driver's directory, the layer's id */
    public static void main(String[] args) throws Exception {
        StorageDriverContractTest contract = (StorageDriverContractTest)
                Class.forName(args[0]).getDeclaredConstructor().newInstance();
        LayerDraft draft = contract.open(Path.of(args[1])).create(new LayerId(args[2]), Optional.empty());
        Files.writeString(draft.directory().resolve("half"), "written");
        Runtime.getRuntime().halt(EXIT);
    }
}
