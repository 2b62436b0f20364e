package io.github.stylegan4j.cpu;

import io.github.stylegan4j.spi.KernelTable;
import io.github.stylegan4j.tensor.Binary;
import io.github.stylegan4j.tensor.Concat;
import io.github.stylegan4j.tensor.Conv2d;
import io.github.stylegan4j.tensor.Conv2dInputGrad;
import io.github.stylegan4j.tensor.Conv2dWeightGrad;
import io.github.stylegan4j.tensor.Copy;
import io.github.stylegan4j.tensor.MatMul;
import io.github.stylegan4j.tensor.Pad;
import io.github.stylegan4j.tensor.Reduce;
import io.github.stylegan4j.tensor.SourceOp;
import io.github.stylegan4j.tensor.Unary;
import io.github.stylegan4j.tensor.UpdateOp;
import io.github.stylegan4j.tensor.Where;
import io.github.stylegan4j.tensor.fused.AdaIn;
import io.github.stylegan4j.tensor.fused.AdamStep;
import io.github.stylegan4j.tensor.fused.AddInto;
import io.github.stylegan4j.tensor.fused.AffineSample;
import io.github.stylegan4j.tensor.fused.AllFinite;
import io.github.stylegan4j.tensor.fused.BiasAct;
import io.github.stylegan4j.tensor.fused.DownConv;
import io.github.stylegan4j.tensor.fused.InstanceNorm;
import io.github.stylegan4j.tensor.fused.InstanceNormGrad;
import io.github.stylegan4j.tensor.fused.LeakyReluGrad;
import io.github.stylegan4j.tensor.fused.LerpInto;
import io.github.stylegan4j.tensor.fused.MinibatchStd;
import io.github.stylegan4j.tensor.fused.NoiseBiasAct;
import io.github.stylegan4j.tensor.fused.PixelNorm;
import io.github.stylegan4j.tensor.fused.PlaneDot;
import io.github.stylegan4j.tensor.fused.Resample2d;
import io.github.stylegan4j.tensor.fused.ResizedConvWeightGrad;
import io.github.stylegan4j.tensor.fused.StyledAct;
import io.github.stylegan4j.tensor.fused.StyledActGrad;
import io.github.stylegan4j.tensor.fused.UpConv;
import io.github.stylegan4j.tensor.fused.UpConvBlur;
import io.github.stylegan4j.tuning.ConvMode;
import io.github.stylegan4j.tuning.Tuning;

/** The single-precision kernels of the CPU backend, by operation. */
final class CpuKernels {
    private CpuKernels() {}

    static KernelTable table(
            CpuThreads threads, Workspace.Pool workspaces, KernelFamily family, Tuning tuning) {
        ElementwiseKernels elementwise = new ElementwiseKernels(threads);
        CopyKernels copies = new CopyKernels(threads);
        ReduceKernel reduce = new ReduceKernel(threads);
        SourceKernels sources = new SourceKernels(threads);
        ContractionKernels contractions =
                new ContractionKernels(threads, workspaces, family, tuning);
        UpdateKernels updates = new UpdateKernels(threads);
        KernelTable table =
                new KernelTable()
                        .on(Unary.class, elementwise::unary)
                        .on(Binary.class, elementwise::binary)
                        .on(Where.class, elementwise::where)
                        .on(Reduce.class, reduce::run)
                        .on(MatMul.class, contractions::matmul)
                        .on(Conv2d.class, contractions::conv2d)
                        .on(Conv2dInputGrad.class, contractions::inputGrad)
                        .on(Conv2dWeightGrad.class, contractions::weightGrad)
                        .on(Copy.class, copies::copy)
                        .on(UpdateOp.CopyInto.class, copies::copy)
                        .on(Pad.class, copies::pad)
                        .on(Concat.class, copies::concat)
                        .on(SourceOp.Fill.class, sources::fill)
                        .on(SourceOp.Uniform.class, sources::uniform)
                        .on(SourceOp.Normal.class, sources::normal)
                        .on(AdamStep.class, updates::adam)
                        .on(LerpInto.class, updates::lerp)
                        .on(AddInto.class, updates::add);
        if (family.set() == CpuKernelSet.VECTOR && tuning.mode() != ConvMode.DIRECT) {
            ResampleKernel resample = new ResampleKernel(threads, workspaces, family.planes());
            ResizedConvKernels resized = contractions.resized(resample);
            table.on(UpConvBlur.class, resized::upConvBlur)
                    .on(DownConv.class, resized::down)
                    .on(UpConv.class, resized::up)
                    .on(ResizedConvWeightGrad.class, resized::weightGrad);
        }
        fused(threads, workspaces, family, elementwise, table);
        return table;
    }

    private static void fused(
            CpuThreads threads,
            Workspace.Pool workspaces,
            KernelFamily family,
            ElementwiseKernels elementwise,
            KernelTable table) {
        ActivationKernels activations = new ActivationKernels(threads, workspaces);
        NormKernels norms = new NormKernels(threads, workspaces, family.planes());
        StyledKernels styled = new StyledKernels(threads, workspaces, family.styled(workspaces));
        StatisticsKernels statistics = new StatisticsKernels(threads, workspaces);
        table.on(BiasAct.class, activations::biasAct)
                .on(NoiseBiasAct.class, activations::noiseBiasAct)
                .on(LeakyReluGrad.class, elementwise::leakyReluGrad)
                .on(InstanceNorm.class, norms::instanceNorm)
                .on(InstanceNormGrad.class, norms::instanceNormGrad)
                .on(AdaIn.class, norms::adaIn)
                .on(PlaneDot.class, norms::planeDot)
                .on(StyledAct.class, styled::forward)
                .on(StyledActGrad.class, styled::gradients)
                .on(PixelNorm.class, statistics::pixelNorm)
                .on(MinibatchStd.class, new DeviationKernel(threads, workspaces)::run)
                .on(AllFinite.class, statistics::allFinite)
                .on(AffineSample.class, new AffineKernel(threads, workspaces)::run)
                .on(
                        Resample2d.class,
                        new ResampleKernel(threads, workspaces, family.planes())::run);
    }
}
