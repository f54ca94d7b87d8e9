package net.prosperitybot.events.awards;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  @TempDir private Path folder;

  @Test
  void theFolderIsMadeAndHeldUntilItIsClosed() throws Exception {
    Path data = folder.resolve("a/b");
    DataFolder first = DataFolder.open(data);
    IOException refusal = assertThrows(IOException.class, () -> DataFolder.open(data));
    assertEquals(
        "DATA_DIR " + data + " is used by another process: give each its own folder",
        refusal.getMessage());
    assertTrue(Files.exists(data));
    first.close();
    DataFolder.open(data).close();
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    IOException refusal = assertThrows(IOException.class, () -> DataFolder.open(file));
    assertTrue(
        String.valueOf(refusal.getMessage())
            .startsWith("DATA_DIR " + file + " can't be written: "));
  }
}
