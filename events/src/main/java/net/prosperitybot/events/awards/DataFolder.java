package net.prosperitybot.events.awards;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The folder of kept awards, held by one process at a time: two would write each other's files
 * again and delete them. Made, and proved writable, at the start, for at the end it is too late.
 *
 * <p>The system frees the lock when a process ends, however it ends.
 */
public final class DataFolder implements AutoCloseable {
  private static final String LOCK_FILE = "lock";

  private final FileChannel lockFile;

  private DataFolder(FileChannel lockFile) {
    this.lockFile = lockFile;
  }

  /**
   * Takes the folder for this process.
   *
   * @throws IOException when another process holds it or it can't be written, in words for the
   *     operator
   */
  public static DataFolder open(Path folder) throws IOException {
    FileChannel lockFile;
    try {
      Files.createDirectories(folder);
      lockFile =
          FileChannel.open(
              folder.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw cannotBeWritten(folder, e);
    }
    try {
      if (tryLock(lockFile) == null) {
        throw new IOException(
            "DATA_DIR %s is used by another process: give each its own folder"
                .formatted(folder.toAbsolutePath()));
      }
      prove(folder, lockFile);
      return new DataFolder(lockFile);
    } catch (IOException e) {
      lockFile.close();
      throw e;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel lockFile) throws IOException {
    try {
      return lockFile.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held within this very process
    }
  }

  private static void prove(Path folder, FileChannel lockFile) throws IOException {
    String process = ProcessHandle.current().pid() + "\n";
    try {
      lockFile.truncate(0);
      lockFile.write(ByteBuffer.wrap(process.getBytes(StandardCharsets.UTF_8)));
      lockFile.force(true);
    } catch (IOException e) {
      throw cannotBeWritten(folder, e);
    }
  }

  private static IOException cannotBeWritten(Path folder, IOException cause) {
    return new IOException(
        "DATA_DIR %s can't be written: %s".formatted(folder.toAbsolutePath(), cause), cause);
  }

  @Override
  public void close() throws IOException {
    lockFile.close();
  }
}
