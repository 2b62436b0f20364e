package io.github.stylegan4j.opencl;

import io.github.stylegan4j.spi.KernelTable;
import io.github.stylegan4j.tensor.Binary;
import io.github.stylegan4j.tensor.Cast;
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
import io.github.stylegan4j.tensor.fused.ConvAct;
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

/** The table from operations to what launches their kernels. */
final class Kernels {
    private Kernels() {}

    static KernelTable table(Device device, OffsetTables tables, ConvChoice choice) {
        KernelTable table = new KernelTable();
        MapKernels maps = new MapKernels(device);
        ReduceKernels reductions = new ReduceKernels(device, maps);
        primitives(table, device, maps, reductions);
        ContractionKernels contractions =
                new ContractionKernels(
                        maps, new Frames(device), new Product(device, reductions), tables);
        ConvKernels convolutions = new ConvKernels(choice, contractions, device, maps);
        table.on(MatMul.class, contractions::matmul)
                .on(Conv2d.class, convolutions::forward)
                .on(ConvAct.class, convolutions::withEpilogue)
                .on(Conv2dInputGrad.class, convolutions::inputGrad)
                .on(Conv2dWeightGrad.class, convolutions::weightGrad);
        ResampleKernels resample = new ResampleKernels(device);
        ResizingKernels resizing = new ResizingKernels(convolutions, resample, device, maps);
        UpConvKernels blurred =
                new UpConvKernels(choice, convolutions, resizing, resample, device, maps);
        table.on(Resample2d.class, resample::run)
                .on(DownConv.class, resizing::down)
                .on(UpConv.class, resizing::up)
                .on(ResizedConvWeightGrad.class, resizing::weightGrad)
                .on(UpConvBlur.class, blurred::run);
        fused(table, device, maps, reductions);
        return table;
    }

    private static void fused(
            KernelTable table, Device device, MapKernels maps, ReduceKernels reductions) {
        FusedKernels fused = new FusedKernels(maps, reductions);
        NormKernels norms = new NormKernels(device, maps);
        StyledKernels styled = new StyledKernels(device, maps);
        UpdateKernels updates = new UpdateKernels(device, maps, reductions);
        table.on(BiasAct.class, fused::biasAct)
                .on(NoiseBiasAct.class, fused::noiseBiasAct)
                .on(LeakyReluGrad.class, fused::leakyReluGrad)
                .on(PlaneDot.class, fused::planeDot)
                .on(AllFinite.class, updates::allFinite)
                .on(InstanceNorm.class, norms::instanceNorm)
                .on(InstanceNormGrad.class, norms::instanceNormGrad)
                .on(AdaIn.class, norms::adaIn)
                .on(StyledAct.class, styled::forward)
                .on(StyledActGrad.class, styled::gradients)
                .on(PixelNorm.class, norms::pixelNorm)
                .on(MinibatchStd.class, norms::minibatchStd)
                .on(AffineSample.class, new AffineKernels(device)::run)
                .on(AdamStep.class, updates::adam)
                .on(LerpInto.class, updates::lerp)
                .on(AddInto.class, updates::add);
    }

    private static void primitives(
            KernelTable table, Device device, MapKernels maps, ReduceKernels reductions) {
        SourceKernels sources = new SourceKernels(device);
        table.on(
                        Unary.class,
                        (op, in, out) ->
                                maps.run(
                                        op.name(),
                                        MapFunction.unary(op.kind()),
                                        in,
                                        out[0],
                                        op.a(),
                                        op.b()))
                .on(
                        Binary.class,
                        (op, in, out) ->
                                maps.run(
                                        op.name(), MapFunction.binary(op.kind()), in, out[0], 0, 0))
                .on(
                        Where.class,
                        (op, in, out) -> maps.run(op.name(), MapFunction.WHERE, in, out[0], 0, 0))
                .on(Cast.class, (op, in, out) -> maps.copy(op.name(), in[0], out[0]))
                .on(Copy.class, (op, in, out) -> maps.copy(op.name(), in[0], out[0]))
                .on(UpdateOp.CopyInto.class, (op, in, out) -> maps.copy(op.name(), in[0], out[0]))
                .on(Pad.class, maps::pad)
                .on(Concat.class, maps::concat)
                .on(Reduce.class, reductions::run)
                .on(SourceOp.Fill.class, (op, in, out) -> maps.fill(op.name(), op.value(), out[0]))
                .on(SourceOp.Range.class, sources::range)
                .on(SourceOp.Uniform.class, sources::uniform)
                .on(SourceOp.Normal.class, sources::normal);
    }
}
