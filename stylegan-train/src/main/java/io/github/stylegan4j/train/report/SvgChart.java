package io.github.stylegan4j.train.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGIDGenerator;
import org.knowm.xchart.AnnotationLine;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Draws curves over thousands of images as an SVG element to put into a page. */
final class SvgChart {
    private static final int WIDTH = 560;
    private static final int HEIGHT = 300;

    /** Colours that people with any colour vision can tell apart (Okabe and Ito). */
    private static final Color[] COLOURS = {
        new Color(0x0072B2),
        new Color(0xD55E00),
        new Color(0x009E73),
        new Color(0xCC79A7),
        new Color(0xB58900),
        new Color(0x56B4E9),
        new Color(0x5B4B8A)
    };

    private static final Color INK = new Color(0x333A45);
    private static final Color GRID = new Color(0xE4E7EC);

    private SvgChart() {}

    /**
     * Draws a chart.
     *
     * @param id what the names of its parts begin with, unlike in any other chart of the page
     * @param title what is drawn; also read out to those who do not see it
     * @param curves at least one, none empty
     * @param marks where vertical lines are drawn, in thousands of images
     * @return an element {@code svg}
     */
    static String draw(String id, String title, List<Curve> curves, List<Double> marks) {
        XYChart chart = new XYChartBuilder().width(WIDTH).height(HEIGHT).xAxisTitle("kimg").build();
        style(chart.getStyler(), curves.size() > 1);
        for (Curve curve : curves) {
            XYSeries series = chart.addSeries(curve.name(), curve.x(), curve.y());
            boolean point = curve.x().length == 1;
            series.setMarker(point ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
        }
        for (double mark : marks) {
            chart.addAnnotation(new AnnotationLine(mark, true, false));
        }
        return svg(id, title + ". " + summary(curves), chart);
    }

    private static void style(XYStyler style, boolean legend) {
        Font small = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
        style.setSeriesColors(COLOURS);
        style.setSeriesLines(lines());
        style.setMarkerSize(5);
        style.setChartBackgroundColor(Color.WHITE);
        style.setPlotBackgroundColor(Color.WHITE);
        style.setPlotBorderVisible(false);
        style.setPlotGridLinesColor(GRID);
        style.setPlotGridLinesStroke(new BasicStroke(1));
        style.setPlotGridVerticalLinesVisible(false);
        style.setChartFontColor(INK);
        style.setAxisTickLabelsColor(INK);
        style.setAxisTickMarksColor(GRID);
        style.setAxisTickLabelsFont(small);
        style.setAxisTitleFont(small);
        style.setLegendFont(small);
        style.setLegendVisible(legend);
        style.setLegendPosition(LegendPosition.OutsideS);
        style.setLegendLayout(LegendLayout.Horizontal);
        style.setLegendBorderColor(Color.WHITE);
        style.setLegendSeriesLineLength(16);
        style.setChartTitleVisible(false);
        style.setChartPadding(6);
        style.setAnnotationLineColor(new Color(0xC3C9D4));
        style.setAnnotationLineStroke(
                new BasicStroke(
                        1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 1, new float[] {3, 3}, 0));
        style.setLocale(Locale.ROOT);
    }

    private static BasicStroke[] lines() {
        BasicStroke line = new BasicStroke(1.8f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
        return new BasicStroke[] {line};
    }

    private static String summary(List<Curve> curves) {
        StringBuilder text = new StringBuilder("Newest values:");
        for (Curve curve : curves) {
            text.append(String.format(Locale.ROOT, " %s %.4g;", curve.name(), curve.last()));
        }
        return text.toString();
    }

    private static String svg(String id, String description, XYChart chart) {
        SVGGeneratorContext context = SVGGeneratorContext.createDefault(document());
        context.setComment("chart");
        context.setIDGenerator(new PrefixedIds(id));
        SVGGraphics2D graphics = new SVGGraphics2D(context, false);
        chart.paint(graphics, WIDTH, HEIGHT);
        Element root = graphics.getRoot();
        root.setAttribute("viewBox", "0 0 " + WIDTH + " " + HEIGHT);
        root.setAttribute("role", "img");
        root.setAttribute("aria-label", description);
        StringWriter out = new StringWriter();
        try {
            graphics.stream(root, out, true, false);
        } catch (IOException e) {
            throw new UncheckedIOException("A chart cannot be written to memory", e);
        }
        // A name that the library gives to every drawing, and nothing refers to.
        String text = out.toString().replace("id=\"genericDefs\"", "");
        return text.substring(text.indexOf("<svg"));
    }

    private static Document document() {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument("http://www.w3.org/2000/svg", "svg", null);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("This Java runtime has no XML documents", e);
        }
    }

    /** Names that do not meet those of another chart in one page. */
    private static final class PrefixedIds extends SVGIDGenerator {
        private final String prefix;

        PrefixedIds(String prefix) {
            this.prefix = prefix;
        }

        @Override
        public String generateID(String kind) {
            return prefix + "-" + super.generateID(kind);
        }
    }
}
