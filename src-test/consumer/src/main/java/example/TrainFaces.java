package example;

import io.github.stylegan4j.io.HostTensor;

public final class TrainFaces {
    public static void main(String[] args) {
        HostTensor latent = HostTensor.of(new float[512], 1, 512);
        System.out.println(latent);
    }
}
