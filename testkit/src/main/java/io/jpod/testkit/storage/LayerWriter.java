package io.jpod.testkit.storage;

import io.jpod.api.storage.LayerDraft;
import io.jpod.api.storage.LayerId;
import io.jpod.api.storage.StorageDriver;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A process that makes layers until it is killed, and tells each that is committed. */
final class LayerWriter {
    private LayerWriter() {}

    /** @param args the contract's class, the driver's directory, the number of the first layer */
    public static void main(String[] args) throws Exception {
        StorageDriverContractTest contract = (StorageDriverContractTest)
                Class.forName(args[0]).getDeclaredConstructor().newInstance();
        OutputStream told = new FileOutputStream(FileDescriptor.out);
        StorageDriver driver = contract.open(Path.of(args[1]));
        for (int number = Integer.parseInt(args[2]); ; number++) {
            LayerId id = StorageHardCases.id(number);
            try (LayerDraft draft = driver.create(id, Optional.of(StorageHardCases.id(1)))) {
                Files.writeString(draft.directory().resolve("own"), text(id));
                draft.commit();
            }
            told.write((id + "\n").getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** What a whole layer holds. */
    static String text(LayerId id) {
        return id.value().repeat(1000);
    }
}
