package io.jpod.support.layer;

import java.io.IOException;
import java.util.Arrays;

/** Maps of sparse files: the runs of data that are stored; GNU tar manual, "Storing Sparse Files". */
final class TarSparse {
    private static final int MOST_RUNS = 1 << 20;

    private TarSparse() {}

    /** The form of old GNU archives, type {@code S}: four runs in the header, 21 in each block after it. */
    static void readOld(TarReader reader, TarEntry entry, byte[] header) throws IOException {
        long[] runs = new long[8];
        int count = runs(header, 386, 4, runs, 0);
        entry.size = TarHeader.number(header, 483, 12);
        boolean more = header[482] != 0;
        while (more) {
            byte[] block = reader.extraBlock();
            runs = Arrays.copyOf(runs, count + 42);
            count = runs(block, 0, 21, runs, count);
            more = block[504] != 0;
            if (count > MOST_RUNS) {
                throw new TarFormatException("sparse file with too many parts");
            }
        }
        entry.sparse = Arrays.copyOf(runs, count);
    }

    private static int runs(byte[] block, int offset, int most, long[] runs, int count) throws IOException {
        int n = count;
        for (int i = 0; i < most && block[offset + 24 * i] != 0; i++) {
            runs[n++] = TarHeader.number(block, offset + 24 * i, 12);
            runs[n++] = TarHeader.number(block, offset + 24 * i + 12, 12);
        }
        return n;
    }

    /** The form of pax format 1.0: decimal lines in front of the data, padded to a block. */
    static void readFromData(TarReader reader, TarEntry entry) throws IOException {
        long before = reader.dataLeft();
        long count = line(reader);
        if (count < 0 || count > MOST_RUNS) {
            throw new TarFormatException("sparse file with too many parts");
        }
        long[] runs = new long[(int) count * 2];
        for (int i = 0; i < runs.length; i++) {
            runs[i] = line(reader);
        }
        long used = before - reader.dataLeft();
        int pad = (int) ((TarReader.BLOCK - used % TarReader.BLOCK) % TarReader.BLOCK);
        reader.readData(new byte[pad], pad);
        entry.sparse = runs;
    }

    private static long line(TarReader reader) throws IOException {
        byte[] one = new byte[1];
        long value = 0;
        int digits = 0;
        while (true) {
            reader.readData(one, 1);
            if (one[0] == '\n' && digits > 0) {
                return value;
            }
            int digit = one[0] - '0';
            if (digit < 0 || digit > 9 || ++digits > 18) {
                throw new TarFormatException("invalid map of a sparse file");
            }
            value = value * 10 + digit;
        }
    }

    /** Refuses maps that overlap, go backwards, pass the end of the file or do not fit the data. */
    static void check(TarEntry entry, long data) throws IOException {
        long end = 0;
        long total = 0;
        boolean good = entry.sparse.length % 2 == 0;
        for (int i = 0; good && i < entry.sparse.length; i += 2) {
            long offset = entry.sparse[i];
            long length = entry.sparse[i + 1];
            good = offset >= end && length >= 0 && offset <= entry.size && length <= entry.size - offset;
            end = offset + length;
            total += length;
        }
        if (!good || total != data) {
            throw new TarFormatException("invalid map of sparse file " + entry.name);
        }
    }
}
