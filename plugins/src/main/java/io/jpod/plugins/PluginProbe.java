package io.jpod.plugins;

import java.nio.file.Path;
import java.util.List;

/** Finds out what is in jars that were not seen before. Whatever is wrong with a jar stands in its record. */
interface PluginProbe {
    /**
     * Looks at jars.
     *
     * @param jars to look at
     * @param bundles all bundles of the plug-in folders, which those to look at may stand on
     * @return one record for each jar
     */
    List<PluginRecord> probe(List<Path> jars, List<Path> bundles);
}
