package example;

import io.github.stylegan4j.train.TickStats;
import io.github.stylegan4j.train.Trainer;
import io.github.stylegan4j.train.TrainingConfig;
import io.github.stylegan4j.train.TrainingListener;
import java.nio.file.Path;

public final class TrainFaces implements TrainingListener {
    @Override
    public void onTick(Trainer trainer, TickStats stats) {
        System.out.println(stats.progressLine());
    }

    public static void main(String[] args) {
        TrainingConfig config =
                TrainingConfig.emojiDemo()
                        .withData(Path.of(args[0]))
                        .withTotalKimg(Double.parseDouble(args[1]))
                        .withRunDir(Path.of(args[2]));
        try (Trainer trainer = Trainer.builder(config).listener(new TrainFaces()).build()) {
            System.out.println("Trained " + trainer.run().checkpoint());
        }
    }
}
