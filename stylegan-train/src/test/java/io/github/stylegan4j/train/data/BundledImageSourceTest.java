package io.github.stylegan4j.train.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BundledImageSourceTest {
    @Test
    void theDemoFacesAreThere() {
        BundledImageSource source = BundledImageSource.demo(ImageOptions.of(32));
        assertEquals(127, source.count());
        assertTrue(source.badImages().isEmpty());
        assertEquals("demo-emoji-32", source.name());
        assertEquals("1f479.png", source.imageName(0));
        // The faces stand on white.
        assertEquals((byte) 255, source.image(20)[0]);
    }

    @Test
    void anUnknownCollectionIsRefused() {
        DataException e =
                assertThrows(
                        DataException.class,
                        () -> BundledImageSource.open("nothing", ImageOptions.of(32)));
        assertTrue(e.getMessage().contains("no resource /data/nothing.index"), e.getMessage());
    }
}
