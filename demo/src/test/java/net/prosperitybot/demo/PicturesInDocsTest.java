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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pictures of the docs are there, all of them are shown, and each is told in words. */
class PicturesInDocsTest {
  private static final Pattern PICTURE =
      Pattern.compile("!\\[([^]]*)]\\(images/(\\w+)/([^)]+)\\)");
  private static final int FEWEST_CHARACTERS = 20;

  private final Path docs = ProjectHome.find().resolve("docs");

  @ParameterizedTest
  @ValueSource(strings = {"commands", "whitelabel"})
  void eachPictureIsShownAndToldInWords(String page) throws IOException {
    Set<String> shown = new TreeSet<>();
    Matcher picture = PICTURE.matcher(Files.readString(docs.resolve(page + ".md")));
    while (picture.find()) {
      assertEquals(page, picture.group(2), "a page's pictures are in the folder of its name");
      assertTrue(picture.group(1).length() >= FEWEST_CHARACTERS, picture.group(3));
      assertTrue(shown.add(picture.group(3)), "shown twice: " + picture.group(3));
    }
    assertEquals(taken(page), shown);
  }

  private Set<String> taken(String page) throws IOException {
    try (Stream<Path> files = Files.list(docs.resolve("images").resolve(page))) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }
}
