package org.aircheck.engine.plugin;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Calls by which classes that are open to plugins do I/O all the same, or end the program. A class
 * that makes one is not loaded.
 */
final class ClosedCalls {
  private static final List<Call> CALLS =
      List.of(
          new Call("java/io/PrintStream", "<init>", "(Ljava/lang/String;"),
          new Call("java/io/PrintWriter", "<init>", "(Ljava/lang/String;"),
          new Call("java/lang/System", "exit", ""),
          new Call("java/lang/System", "load", ""),
          new Call("java/lang/System", "loadLibrary", ""),
          new Call("java/lang/System", "setErr", ""),
          new Call("java/lang/System", "setOut", ""),
          new Call("java/lang/System", "setProperty", ""),
          new Call("java/net/URL", "getContent", ""),
          new Call("java/net/URL", "openConnection", ""),
          new Call("java/net/URL", "openStream", ""),
          new Call("java/util/Formatter", "<init>", "(Ljava/lang/String;"),
          new Call("javax/xml/transform/stream/StreamResult", "<init>", "(Ljava/lang/String;"));

  private ClosedCalls() {}

  /** A method, and how its descriptor begins. */
  private record Call(String owner, String name, String descriptor) {
    boolean is(MemberRefEntry entry) {
      return entry.owner().asInternalName().equals(owner)
          && entry.name().equalsString(name)
          && entry.type().stringValue().startsWith(descriptor);
    }
  }

  /** The first that a class makes, for a person to read. */
  static Optional<String> in(byte[] classFile) {
    // Most classes name none of the owners: looking costs less than parsing.
    final String letters = new String(classFile, StandardCharsets.ISO_8859_1);
    final List<Call> possible =
        CALLS.stream()
            .filter(call -> letters.contains(call.owner) && letters.contains(call.name))
            .toList();
    if (possible.isEmpty()) {
      return Optional.empty();
    }
    final ClassModel model = ClassFile.of().parse(classFile);
    for (PoolEntry entry : model.constantPool()) {
      if (entry instanceof MemberRefEntry member && possible.stream().anyMatch(c -> c.is(member))) {
        return Optional.of(
            model.thisClass().asInternalName().replace('/', '.')
                + " calls "
                + member.owner().asInternalName().replace('/', '.')
                + "."
                + member.name().stringValue().replace("<init>", "new"));
      }
    }
    return Optional.empty();
  }
}
