package io.github.stylegan4j.train.report;

import java.util.List;

/** Builds a page; every text that goes in is escaped. */
final class Html {
    private final StringBuilder out = new StringBuilder();

    static String escaped(Object text) {
        StringBuilder safe = new StringBuilder();
        for (char c : String.valueOf(text).toCharArray()) {
            switch (c) {
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '&' -> safe.append("&amp;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.append(c < ' ' && c != '\n' && c != '\t' ? '\uFFFD' : c);
            }
        }
        return safe.toString();
    }

    /** Adds markup as it stands. */
    Html raw(String markup) {
        out.append(markup).append('\n');
        return this;
    }

    /** Adds an element with a text in it. */
    Html element(String tag, String text) {
        return raw("<" + tag + ">" + escaped(text) + "</" + tag.split(" ", -1)[0] + ">");
    }

    /** Adds a table with a caption for those who do not see it; the first column names the row. */
    Html table(String caption, List<String> head, List<List<String>> rows) {
        raw("<table><caption>" + escaped(caption) + "</caption>");
        if (!head.isEmpty()) {
            StringBuilder line = new StringBuilder("<thead><tr>");
            head.forEach(h -> line.append("<th scope=\"col\">").append(escaped(h)).append("</th>"));
            raw(line.append("</tr></thead>").toString());
        }
        raw("<tbody>");
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder("<tr>");
            for (int i = 0; i < row.size(); i++) {
                String tag = i == 0 ? "th scope=\"row\"" : "td";
                line.append('<').append(tag).append('>').append(escaped(row.get(i)));
                line.append("</").append(tag.substring(0, 2)).append('>');
            }
            raw(line.append("</tr>").toString());
        }
        return raw("</tbody></table>");
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
