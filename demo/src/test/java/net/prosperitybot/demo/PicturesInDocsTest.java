package net.prosperitybot.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.prosperitybot.localdb.ProjectHome;
import org.junit.jupiter.api.Test;

/** The pictures of docs/commands.md are there, all of them are shown, and each is told in words. */
class PicturesInDocsTest {
  private static final Pattern PICTURE =
      Pattern.compile("!\\[([^]]*)]\\(images/commands/([^)]+)\\)");
  private static final int FEWEST_CHARACTERS = 20;

  private final Path docs = ProjectHome.find().resolve("docs");

  @Test
  void eachPictureIsShownAndToldInWords() throws IOException {
    Set<String> shown = new TreeSet<>();
    Matcher picture = PICTURE.matcher(Files.readString(docs.resolve("commands.md")));
    while (picture.find()) {
      assertTrue(picture.group(1).length() >= FEWEST_CHARACTERS, picture.group(2));
      assertTrue(shown.add(picture.group(2)), "shown twice: " + picture.group(2));
    }
    assertEquals(taken(), shown);
  }

  private Set<String> taken() throws IOException {
    try (Stream<Path> files = Files.list(docs.resolve("images/commands"))) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }
}
