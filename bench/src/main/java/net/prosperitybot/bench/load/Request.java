package net.prosperitybot.bench.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A POST as it goes over the wire, made ahead so that sending it costs nothing but the copy.
 *
 * @param wire all of it, header and body; read only
 * @param status what has to be answered
 */
public record Request(ByteBuffer wire, int status) {

  /** A request to {@code path} with these headers beside the necessary ones. */
  public static Request post(String path, Map<String, String> headers, byte[] body, int status) {
    StringBuilder head = new StringBuilder("POST ").append(path).append(" HTTP/1.1\r\n");
    head.append("Host: 127.0.0.1\r\nContent-Type: application/json\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
    byte[] start = head.toString().getBytes(StandardCharsets.US_ASCII);
    ByteBuffer wire = ByteBuffer.allocateDirect(start.length + body.length);
    wire.put(start).put(body).flip();
    return new Request(wire.asReadOnlyBuffer(), status);
  }
}
