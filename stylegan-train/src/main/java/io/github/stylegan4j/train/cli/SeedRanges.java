package io.github.stylegan4j.train.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Seeds as given on a command line: numbers and ranges, both ends included, such as {@code
 * 0-15,20}.
 *
 * @param seeds the seeds in the order given
 */
record SeedRanges(List<Long> seeds) {
    private static final Pattern PART = Pattern.compile("(\\d{1,18})(?:-(\\d{1,18}))?");
    private static final long MOST = 1_000_000;

    /** Reads the text form. */
    static final class Converter implements ITypeConverter<SeedRanges> {
        @Override
        public SeedRanges convert(String text) {
            List<Long> seeds = new ArrayList<>();
            for (String part : text.split(",", -1)) {
                Matcher m = PART.matcher(part.trim());
                if (!m.matches()) {
                    throw new TypeConversionException(
                            "'" + part + "' is neither a seed nor a range such as 0-15");
                }
                long from = Long.parseLong(m.group(1));
                long to = m.group(2) == null ? from : Long.parseLong(m.group(2));
                if (to < from || to - from >= MOST || seeds.size() >= MOST) {
                    throw new TypeConversionException(
                            "'" + part + "' must rise and name at most " + MOST + " seeds");
                }
                for (long s = from; s <= to; s++) {
                    seeds.add(s);
                }
            }
            return new SeedRanges(List.copyOf(seeds));
        }
    }
}
