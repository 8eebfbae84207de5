package org.aircheck.engine.plugin;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Calls by which classes that are open to plugins do I/O all the same, or end the program. In a
 * plugin's classes they throw instead: libraries have such calls, where nobody comes by.
 */
final class ClosedCalls {
  private static final List<Call> CALLS =
      List.of(
          all("java/io/File"),
          all("java/io/FileInputStream"),
          all("java/io/FileOutputStream"),
          all("java/io/FileReader"),
          all("java/io/FileWriter"),
          new Call("java/io/PrintStream", "<init>", "(Ljava/lang/String;"),
          new Call("java/io/PrintWriter", "<init>", "(Ljava/lang/String;"),
          all("java/io/RandomAccessFile"),
          all("java/lang/Process"),
          new Call("java/lang/Runtime", "addShutdownHook", ""),
          new Call("java/lang/Runtime", "exec", ""),
          new Call("java/lang/Runtime", "exit", ""),
          new Call("java/lang/Runtime", "halt", ""),
          new Call("java/lang/Runtime", "load", ""),
          new Call("java/lang/Runtime", "loadLibrary", ""),
          new Call("java/lang/System", "exit", ""),
          new Call("java/lang/System", "load", ""),
          new Call("java/lang/System", "loadLibrary", ""),
          new Call("java/lang/System", "setErr", ""),
          new Call("java/lang/System", "setOut", ""),
          new Call("java/lang/System", "setProperty", ""),
          all("java/net/DatagramSocket"),
          all("java/net/HttpURLConnection"),
          all("java/net/MulticastSocket"),
          all("java/net/ServerSocket"),
          all("java/net/Socket"),
          new Call("java/net/URL", "getContent", ""),
          new Call("java/net/URL", "openConnection", ""),
          new Call("java/net/URL", "openStream", ""),
          all("java/net/URLConnection"),
          all("java/nio/channels/AsynchronousFileChannel"),
          all("java/nio/channels/DatagramChannel"),
          all("java/nio/channels/FileChannel"),
          all("java/nio/channels/ServerSocketChannel"),
          all("java/nio/channels/SocketChannel"),
          all("java/nio/file/FileSystem"),
          new Call("java/nio/file/Path", "register", ""),
          new Call("java/nio/file/Path", "toFile", ""),
          new Call("java/nio/file/Path", "toRealPath", ""),
          new Call("java/util/Formatter", "<init>", "(Ljava/lang/String;"),
          all("java/util/jar/JarFile"),
          all("java/util/logging/FileHandler"),
          all("java/util/zip/ZipFile"),
          new Call("javax/xml/transform/stream/StreamResult", "<init>", "(Ljava/lang/String;"));

  private static final String FILE = "Ljava/io/File;";
  private static final String PATH = "Ljava/nio/file/Path;";
  private static final ClassDesc ERROR = ClassDesc.of("java.lang.LinkageError");
  private static final MethodTypeDesc WITH_MESSAGE =
      MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_String);

  private ClosedCalls() {}

  /**
   * A method.
   *
   * @param name empty for all of the owner's
   * @param descriptor how it begins
   */
  private record Call(String owner, String name, String descriptor) {
    boolean is(String otherOwner, String otherName, String otherDescriptor) {
      return owner.equals(otherOwner)
          && (name.isEmpty() || name.equals(otherName))
          && otherDescriptor.startsWith(descriptor);
    }
  }

  private static Call all(String owner) {
    return new Call(owner, "", "");
  }

  /**
   * A class whose closed calls throw.
   *
   * @param loader that finds the classes which this one names
   * @return empty when it has none, and can be used as it is
   */
  static Optional<byte[]> closed(byte[] classFile, ClassLoader loader) {
    // Most classes name none of the owners: looking costs less than parsing.
    final String letters = new String(classFile, StandardCharsets.ISO_8859_1);
    if (!letters.contains(FILE)
        && !letters.contains(PATH)
        && CALLS.stream().noneMatch(c -> letters.contains(c.owner) && letters.contains(c.name))) {
      return Optional.empty();
    }
    final ClassFile context =
        ClassFile.of(
            ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(loader)
                    .orElse(ClassHierarchyResolver.defaultResolver())
                    .orElse(ClosedCalls::missing)));
    final ClassModel model = context.parse(classFile);
    final boolean any =
        model.methods().stream()
            .flatMap(method -> method.code().stream())
            .flatMap(code -> code.elementStream())
            .anyMatch(element -> call(element).isPresent());
    if (!any) {
      return Optional.empty();
    }
    final String name = model.thisClass().asInternalName().replace('/', '.');
    return Optional.of(
        context.transformClass(
            model,
            ClassTransform.transformingMethodBodies((code, element) ->
                call(element)
                    .ifPresentOrElse(what -> refuse(code, name, what), () -> code.with(element)))));
  }

  /**
   * A library may name classes that a plugin does without. Of those the JVM knows no more than that
   * they are objects; where that isn't enough, it refuses the class.
   */
  private static ClassHierarchyResolver.ClassHierarchyInfo missing(ClassDesc type) {
    return ClassHierarchyResolver.ClassHierarchyInfo.ofClass(ConstantDescs.CD_Object);
  }

  private static void refuse(CodeBuilder code, String caller, String what) {
    code.new_(ERROR)
        .dup()
        .loadConstant(caller + " calls " + what + ", which is not for plugins")
        .invokespecial(ERROR, ConstantDescs.INIT_NAME, WITH_MESSAGE)
        .athrow();
  }

  /** The closed call that an instruction makes, or makes a function of. */
  private static Optional<String> call(CodeElement element) {
    return switch (element) {
      case InvokeInstruction invoke ->
          of(
              invoke.owner().asInternalName(),
              invoke.name().stringValue(),
              invoke.type().stringValue());
      case InvokeDynamicInstruction dynamic ->
          dynamic.bootstrapArgs().stream()
              .flatMap(argument ->
                  argument instanceof DirectMethodHandleDesc handle
                      ? Stream.of(handle)
                      : Stream.empty())
              .flatMap(handle -> of(handle).stream())
              .findFirst();
      default -> Optional.empty();
    };
  }

  private static Optional<String> of(DirectMethodHandleDesc handle) {
    final String owner = handle.owner().descriptorString();
    final boolean constructor = handle.kind() == DirectMethodHandleDesc.Kind.CONSTRUCTOR;
    return of(
        owner.substring(1, owner.length() - 1),
        constructor ? "<init>" : handle.methodName(),
        handle.lookupDescriptor());
  }

  /** Whoever of the JDK is given a file does something with it; a Path alone is but a name. */
  private static boolean takesFile(String owner, String descriptor) {
    final String parameters = descriptor.substring(0, descriptor.indexOf(')') + 1);
    return (owner.startsWith("java/") || owner.startsWith("javax/"))
        && (parameters.contains(FILE)
            || parameters.contains(PATH) && !owner.equals("java/nio/file/Path"));
  }

  private static Optional<String> of(String owner, String name, String descriptor) {
    return CALLS.stream().anyMatch(call -> call.is(owner, name, descriptor))
            || takesFile(owner, descriptor)
        ? Optional.of(owner.replace('/', '.') + "." + name.replace("<init>", "new"))
        : Optional.empty();
  }
}
