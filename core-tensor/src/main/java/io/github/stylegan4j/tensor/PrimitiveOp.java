package io.github.stylegan4j.tensor;

/**
 * The closed set of operations every backend implements; the derivative of each is made of the
 * others.
 */
public sealed interface PrimitiveOp extends Op
        permits Unary,
                Binary,
                Where,
                Cast,
                Reduce,
                Copy,
                Pad,
                Concat,
                ViewOp,
                MatMul,
                Conv2d,
                Conv2dInputGrad,
                Conv2dWeightGrad,
                SourceOp {}
