package io.github.stylegan4j.opencl;

import io.github.stylegan4j.opencl.DeviceTraits.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;

/**
 * The OpenCL devices of this machine, looked for once.
 *
 * <p>Looking may fail in three ways - no loader library, a loader without drivers, a driver that
 * fails - and each ends in one sentence that says what to install, never in an exception.
 *
 * @param devices what was found, GPUs first
 * @param problem why nothing, or not everything, was found; empty if nothing went wrong
 */
record Discovery(List<Found> devices, String problem) {
    /** A device and its handles. */
    record Found(cl_platform_id platform, cl_device_id device, DeviceTraits traits) {}

    /** Asks the drivers once per process, when first needed. */
    private static final class Once {
        static final Discovery RESULT = run();
    }

    /** The devices of this machine. */
    static Discovery ofThisMachine() {
        return Once.RESULT;
    }

    private static Discovery run() {
        if (LoaderLibrary.isMissing()) {
            return withoutLoader();
        }
        List<Found> found = new ArrayList<>();
        try {
            String problem = search(found);
            found.sort(Comparator.comparing(f -> f.traits().kind()));
            return new Discovery(List.copyOf(found), problem);
        } catch (LinkageError e) {
            return withoutLoader();
        } catch (CLException e) {
            return new Discovery(List.of(), "no OpenCL driver was found; " + hint());
        }
    }

    private static Discovery withoutLoader() {
        return new Discovery(List.of(), "the OpenCL loader was not found; " + hint());
    }

    /** Adds what every platform has; a platform that fails does not hide the others. */
    private static String search(List<Found> found) {
        CL.setExceptionsEnabled(true);
        int[] count = new int[1];
        CL.clGetPlatformIDs(0, null, count);
        cl_platform_id[] platforms = new cl_platform_id[count[0]];
        CL.clGetPlatformIDs(platforms.length, platforms, null);
        String problem = "no OpenCL driver offers a device; " + hint();
        for (cl_platform_id platform : platforms) {
            try {
                for (cl_device_id device : devices(platform)) {
                    found.add(new Found(platform, device, traits(platform, device)));
                    problem = "";
                }
            } catch (CLException e) {
                if (e.getStatus() != CL.CL_DEVICE_NOT_FOUND && found.isEmpty()) {
                    problem = OpenClException.describe("asking an OpenCL driver", e);
                }
            }
        }
        return found.isEmpty() ? problem : "";
    }

    private static cl_device_id[] devices(cl_platform_id platform) {
        int[] count = new int[1];
        CL.clGetDeviceIDs(platform, CL.CL_DEVICE_TYPE_ALL, 0, null, count);
        cl_device_id[] devices = new cl_device_id[count[0]];
        CL.clGetDeviceIDs(platform, CL.CL_DEVICE_TYPE_ALL, devices.length, devices, null);
        return devices;
    }

    private static DeviceTraits traits(cl_platform_id platform, cl_device_id d) {
        String extensions = text(d, CL.CL_DEVICE_EXTENSIONS);
        long type = number(d, CL.CL_DEVICE_TYPE);
        return new DeviceTraits(
                platformName(platform),
                text(d, CL.CL_DEVICE_NAME),
                text(d, CL.CL_DEVICE_VENDOR),
                text(d, CL.CL_DRIVER_VERSION),
                text(d, CL.CL_DEVICE_VERSION),
                (type & CL.CL_DEVICE_TYPE_GPU) != 0
                        ? Kind.GPU
                        : (type & CL.CL_DEVICE_TYPE_CPU) != 0 ? Kind.CPU : Kind.OTHER,
                number(d, CL.CL_DEVICE_GLOBAL_MEM_SIZE),
                number(d, CL.CL_DEVICE_MAX_MEM_ALLOC_SIZE),
                number(d, CL.CL_DEVICE_LOCAL_MEM_SIZE),
                (int) number(d, CL.CL_DEVICE_MAX_COMPUTE_UNITS),
                (int) number(d, CL.CL_DEVICE_NATIVE_VECTOR_WIDTH_FLOAT),
                number(d, CL.CL_DEVICE_MAX_WORK_GROUP_SIZE),
                extensions.contains("cl_khr_fp16"),
                extensions.contains("cl_khr_fp64"),
                number(d, CL.CL_DEVICE_AVAILABLE) != 0
                        && number(d, CL.CL_DEVICE_COMPILER_AVAILABLE) != 0);
    }

    private static String platformName(cl_platform_id platform) {
        long[] size = new long[1];
        CL.clGetPlatformInfo(platform, CL.CL_PLATFORM_NAME, 0, null, size);
        byte[] bytes = new byte[(int) size[0]];
        CL.clGetPlatformInfo(platform, CL.CL_PLATFORM_NAME, bytes.length, Pointer.to(bytes), null);
        return string(bytes);
    }

    private static String text(cl_device_id device, int what) {
        long[] size = new long[1];
        CL.clGetDeviceInfo(device, what, 0, null, size);
        byte[] bytes = new byte[(int) size[0]];
        CL.clGetDeviceInfo(device, what, bytes.length, Pointer.to(bytes), null);
        return string(bytes);
    }

    private static String string(byte[] zeroTerminated) {
        int n = Math.max(0, zeroTerminated.length - 1);
        return new String(zeroTerminated, 0, n, StandardCharsets.UTF_8).strip();
    }

    /** A number of four or eight bytes; the upper half stays 0 when the driver writes four. */
    private static long number(cl_device_id device, int what) {
        long[] size = new long[1];
        CL.clGetDeviceInfo(device, what, 0, null, size);
        if (size[0] == Integer.BYTES) {
            int[] value = new int[1];
            CL.clGetDeviceInfo(device, what, Integer.BYTES, Pointer.to(value), null);
            return Integer.toUnsignedLong(value[0]);
        }
        long[] value = new long[1];
        CL.clGetDeviceInfo(device, what, Long.BYTES, Pointer.to(value), null);
        return value[0];
    }

    private static String hint() {
        return hint(System.getProperty("os.name", ""));
    }

    /** What to install on an operating system to have an OpenCL device. */
    static String hint(String os) {
        String name = os.toLowerCase(Locale.ROOT);
        if (name.contains("win")) {
            return "install the graphics driver of NVIDIA, AMD or Intel (it brings OpenCL.dll), or"
                    + " Intel's CPU runtime for OpenCL";
        }
        if (name.contains("mac")) {
            return "OpenCL is part of macOS; run the program with a JDK for this Mac's processor";
        }
        return "install a driver: on Debian or Ubuntu 'apt install ocl-icd-libopencl1"
                + " pocl-opencl-icd' for the CPU, or the one of the GPU's vendor"
                + " (nvidia-opencl-icd, intel-opencl-icd, mesa-opencl-icd, rocm-opencl-icd)";
    }
}
