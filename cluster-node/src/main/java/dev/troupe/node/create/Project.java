package dev.troupe.node.create;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;
import org.jspecify.annotations.Nullable;

/**
 * What a new project is called, checked.
 *
 * @param name of the folder and the artifact
 * @param javaPackage of its classes; also the group of the artifact
 * @param troupeVersion what it depends on
 */
record Project(String name, String javaPackage, String troupeVersion) {
    /** Puts what a project needs of Troupe into the local repository, run in Troupe's source tree. */
    static final String INSTALL = "mvn -B -ntp install -Dmaven.test.skip=true -pl cluster-node,agent-testkit -am";

    private static final int MAX_NAME = 64;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*([-_.][a-z0-9]+)*");
    private static final Pattern PACKAGE = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)*");
    private static final Pattern VERSION = Pattern.compile("[0-9][A-Za-z0-9_.+-]*");

    Project {
        require(
                NAME.matcher(name).matches() && name.length() <= MAX_NAME,
                "NAME",
                name,
                "up to " + MAX_NAME + " lower-case letters and digits, a letter first, parts joined by - _ or ."
                        + ", such as my-agents");
        require(
                PACKAGE.matcher(javaPackage).matches() && SourceVersion.isName(javaPackage) && isFree(javaPackage),
                "--package",
                javaPackage,
                "a Java package in lower case, without keywords, not below java or dev.troupe, such as org.example.agents");
        require(VERSION.matcher(troupeVersion).matches(), "--troupe-version", troupeVersion, "such as " + ownVersion());
    }

    /** Names a project; without a package of its own it has one that is made of its name. */
    static Project of(String name, @Nullable String javaPackage, String troupeVersion) {
        return new Project(name, javaPackage == null ? name.replaceAll("[-_.]", "") : javaPackage, troupeVersion);
    }

    /** Returns the version of Troupe that this is. */
    static String ownVersion() {
        var properties = new Properties();
        try (var in = Project.class.getResourceAsStream("version.properties")) {
            if (in == null) {
                throw new IllegalStateException("version.properties: missing (expected: beside " + Project.class + ")");
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }

    /** Tells whether a repository may have the version; snapshots are on the machine that built them only. */
    boolean isReleased() {
        return !troupeVersion.endsWith("-SNAPSHOT");
    }

    /** Returns what stands for what in a template. */
    Map<String, String> values() {
        return Map.of(
                "name", name,
                "package", javaPackage,
                "packagePath", javaPackage.replace('.', '/'),
                "troupeVersion", troupeVersion,
                "install", INSTALL);
    }

    private static boolean isFree(String javaPackage) {
        return !(javaPackage + ".").startsWith("java.") && !(javaPackage + ".").startsWith("dev.troupe.");
    }

    private static void require(boolean valid, String what, String value, String expected) {
        if (!valid) {
            throw new IllegalArgumentException(what + ": '" + value + "' (expected: " + expected + ")");
        }
    }
}
