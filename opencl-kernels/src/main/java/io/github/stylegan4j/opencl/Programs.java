package io.github.stylegan4j.opencl;

import io.github.stylegan4j.array.DType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.cl_device_id;
import org.jocl.cl_program;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compiles kernels when they are first needed, from {@code kernels/*.cl} and a list of defines, and
 * keeps them in memory and on disk.
 *
 * <p>Defines become lines at the head of the source rather than options, because drivers disagree
 * on how an option with blanks is quoted.
 */
final class Programs {
    private static final Logger LOG = LoggerFactory.getLogger(Programs.class);

    /** System property with more options for the driver's compiler, for those who write kernels. */
    static final String PROPERTY = "stylegan4j.opencl.options";

    private static final String COMMON = "common.cl";

    /** Declares the functions that are left out with {@link #SHORT_HEADER}. */
    private static final String POCL_BUILTINS = "pocl_builtins.cl";

    /** The guard of the header that PoCL puts in front of every program. */
    private static final String SHORT_HEADER = " -D_OPENCL_H_";

    /** Drivers look for included files on their own disks only, so this is done here. */
    private static final Pattern INCLUDE =
            Pattern.compile("^#include \"([a-z_]+\\.cl)\"$", Pattern.MULTILINE);

    private final Session session;
    private final @Nullable BinaryCache disk;
    private final String options = ("-cl-std=CL1.2 " + System.getProperty(PROPERTY, "")).strip();
    private final Map<Key, ClKernel> kernels = new HashMap<>();
    private final Map<String, cl_program> programs = new HashMap<>();
    private final Map<String, String> files = new HashMap<>();
    private int shortBuilds;

    /**
     * The programs of a device.
     *
     * @param session the open device
     * @param disk where compiled programs are kept, or null if the driver does that itself
     */
    Programs(Session session, @Nullable BinaryCache disk) {
        this.session = session;
        this.disk = disk;
    }

    private record Key(String file, String kernel, DType dtype, String defines) {}

    /**
     * A kernel.
     *
     * @param file name of its source file
     * @param kernel name of the function
     * @param dtype element type it computes with
     * @param defines preprocessor lines for this variant, each ended by a newline; may be empty
     */
    ClKernel kernel(String file, String kernel, DType dtype, String defines) {
        Key key = new Key(file, kernel, dtype, defines);
        ClKernel found = kernels.get(key);
        if (found == null) {
            found = create(key);
            kernels.put(key, found);
        }
        return found;
    }

    private ClKernel create(Key key) {
        String head =
                (session.variant() == Variant.COARSE ? "#define COARSE\n" : "#define TILED\n")
                        + (key.dtype() == DType.FLOAT64 ? "#define FP64\n" : "")
                        + key.defines();
        String source = head + file(COMMON) + file(key.file());
        cl_program program = programs.get(source);
        String where = key.file() + " with defines:\n" + head;
        if (program == null) {
            program = build(source, where, isShort(key));
            programs.put(source, program);
        }
        try {
            return new ClKernel(
                    session, CL.clCreateKernel(program, key.kernel(), null), key.kernel());
        } catch (CLException e) {
            throw OpenClException.of("creating kernel " + key.kernel() + " of " + where, e);
        }
    }

    private String file(String name) {
        return files.computeIfAbsent(name, Programs::withIncludes);
    }

    /** A file with the files it includes in place of the lines that say so. */
    private static String withIncludes(String name) {
        return INCLUDE.matcher(read(name))
                .replaceAll(m -> Matcher.quoteReplacement(withIncludes(m.group(1))));
    }

    private static String read(String name) {
        try (InputStream in = Programs.class.getResourceAsStream("kernels/" + name)) {
            if (in == null) {
                throw new IllegalStateException("There is no kernel source " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Kernel source " + name + " cannot be read", e);
        }
    }

    /**
     * Whether PoCL may leave its header out of a program: what is declared instead suffices for
     * coarse kernels in single precision.
     */
    private boolean isShort(Key key) {
        return session.traits().isPocl()
                && session.variant() == Variant.COARSE
                && key.dtype() == DType.FLOAT32
                && !key.defines().contains("double");
    }

    /** How many programs were compiled without PoCL's header. */
    int shortBuilds() {
        return shortBuilds;
    }

    /** The program of a source text, from the disk if it is there. */
    private cl_program build(String source, String where, boolean isShort) {
        session.countBuild();
        if (disk == null) {
            return compile(source, where, isShort);
        }
        String key = BinaryCache.key(session.traits().fingerprint(), options, source);
        byte[] binary = disk.load(key);
        if (binary != null) {
            cl_program loaded = load(binary);
            if (loaded != null) {
                return loaded;
            }
            disk.forget(key);
        }
        cl_program program = compile(source, where, isShort);
        byte[] compiled = binary(program);
        if (compiled != null) {
            disk.store(key, compiled);
        }
        return program;
    }

    /** A program from its binary, or null when the driver does not take it. */
    private @Nullable cl_program load(byte[] binary) {
        cl_device_id[] devices = {session.device()};
        cl_program program = null;
        try {
            program =
                    CL.clCreateProgramWithBinary(
                            session.context(),
                            1,
                            devices,
                            new long[] {binary.length},
                            new byte[][] {binary},
                            null,
                            null);
            CL.clBuildProgram(program, 1, devices, options, null, null);
            return program;
        } catch (CLException e) {
            release(program);
            return null;
        }
    }

    /** Gives back a program that could not be built. */
    private static void release(@Nullable cl_program program) {
        if (program != null) {
            CL.clReleaseProgram(program);
        }
    }

    private cl_program compile(String source, String where, boolean isShort) {
        if (isShort) {
            try {
                cl_program program =
                        compile(file(POCL_BUILTINS) + source, where, options + SHORT_HEADER);
                shortBuilds++;
                return program;
            } catch (OpenClException e) {
                LOG.debug("{} is compiled with the whole header", where, e);
            }
        }
        return compile(source, where, options);
    }

    private cl_program compile(String source, String where, String how) {
        cl_program program = null;
        try {
            program =
                    CL.clCreateProgramWithSource(
                            session.context(), 1, new String[] {source}, null, null);
            CL.clBuildProgram(program, 1, new cl_device_id[] {session.device()}, how, null, null);
            return program;
        } catch (CLException e) {
            String log = program == null ? "" : log(program);
            release(program);
            throw new OpenClException(
                    "The driver of "
                            + session.traits().name()
                            + " ("
                            + session.traits().driver()
                            + ") could not compile "
                            + where
                            + "It said "
                            + OpenClException.name(e.getStatus())
                            + ":\n"
                            + log,
                    e.getStatus(),
                    e);
        } finally {
            SignalHandlers.handBack();
        }
    }

    private String log(cl_program program) {
        try {
            long[] size = new long[1];
            CL.clGetProgramBuildInfo(
                    program, session.device(), CL.CL_PROGRAM_BUILD_LOG, 0, null, size);
            byte[] text = new byte[(int) size[0]];
            CL.clGetProgramBuildInfo(
                    program,
                    session.device(),
                    CL.CL_PROGRAM_BUILD_LOG,
                    text.length,
                    Pointer.to(text),
                    null);
            return new String(text, StandardCharsets.UTF_8).strip();
        } catch (CLException e) {
            return "(the driver has no log)";
        }
    }

    /** The compiled form of a program, or null when the driver does not give it. */
    private static byte @Nullable [] binary(cl_program program) {
        try {
            long[] size = new long[1];
            CL.clGetProgramInfo(
                    program,
                    CL.CL_PROGRAM_BINARY_SIZES,
                    org.jocl.Sizeof.size_t,
                    Pointer.to(size),
                    null);
            if (size[0] <= 0 || size[0] > Integer.MAX_VALUE) {
                return null;
            }
            byte[] binary = new byte[(int) size[0]];
            CL.clGetProgramInfo(
                    program,
                    CL.CL_PROGRAM_BINARIES,
                    org.jocl.Sizeof.POINTER,
                    Pointer.to(Pointer.to(binary)),
                    null);
            return binary;
        } catch (CLException e) {
            return null;
        }
    }

    void close() {
        kernels.values().forEach(ClKernel::close);
        programs.values().forEach(p -> session.release("A program", () -> CL.clReleaseProgram(p)));
    }
}
