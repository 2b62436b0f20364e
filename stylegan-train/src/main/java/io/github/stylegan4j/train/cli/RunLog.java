package io.github.stylegan4j.train.cli;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.FileAppender;
import io.github.stylegan4j.train.RunDirectory;
import io.github.stylegan4j.train.Trainer;
import io.github.stylegan4j.train.TrainingListener;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * Appends what is logged from here on to the run's {@link RunDirectory#LOG_FILE}, but for what the
 * trainer writes there itself. What comes before the folder is known is kept until then.
 */
final class RunLog extends AppenderBase<ILoggingEvent> implements TrainingListener, AutoCloseable {
    private static final String PATTERN =
            "%d{" + RunDirectory.LOG_TIME_PATTERN + "} %-5level %logger{0} - %msg%n";

    private final LoggerContext logging;
    private final List<ILoggingEvent> waiting = new ArrayList<>();
    private FileAppender<ILoggingEvent> file;

    private RunLog(LoggerContext logging) {
        this.logging = logging;
        setContext(logging);
        setName("run");
    }

    /** Begins to listen to all loggers. */
    static RunLog open() {
        LoggerContext logging = (LoggerContext) LoggerFactory.getILoggerFactory();
        RunLog log = new RunLog(logging);
        log.start();
        logging.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(log);
        return log;
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (isRecorded(event)) {
            return;
        }
        if (file == null) {
            event.prepareForDeferredProcessing();
            waiting.add(event);
        } else {
            file.doAppend(event);
        }
    }

    private static boolean isRecorded(ILoggingEvent event) {
        List<Marker> markers = event.getMarkerList();
        return markers != null && markers.contains(Trainer.RECORDED);
    }

    @Override
    public void onStart(Trainer trainer) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(logging);
        encoder.setPattern(PATTERN);
        encoder.start();
        FileAppender<ILoggingEvent> appender = new FileAppender<>();
        appender.setContext(logging);
        appender.setName(RunDirectory.LOG_FILE);
        appender.setAppend(true);
        appender.setEncoder(encoder);
        appender.setFile(trainer.runDir().resolve(RunDirectory.LOG_FILE).toString());
        appender.start();
        synchronized (this) {
            waiting.forEach(appender::doAppend);
            waiting.clear();
            file = appender;
        }
    }

    /** Listens no longer, and closes the file. */
    @Override
    public void close() {
        logging.getLogger(Logger.ROOT_LOGGER_NAME).detachAppender(this);
        stop();
        if (file != null) {
            file.stop();
        }
    }
}
