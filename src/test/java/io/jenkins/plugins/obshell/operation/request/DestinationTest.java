package io.jenkins.plugins.obshell.operation.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DestinationTest {

    @ParameterizedTest(name = "{0} as {1}: {2}")
    @CsvSource(delimiter = ' ', ignoreLeadingAndTrailingWhitespace = true, textBlock = """
            file:///data/backup file:///data/backup same
            file:///data/backup file:///data/backup/ same
            file:///data/backup/ file:///data/backup same
            file:///data/backup// file:///data/backup/ same
            file:/// file:/// same
            file:///data/backup file:///data/backup2 other
            file:///data/backup2 file:///data/backup other
            file:///data/backup file:///data other
            file:///data/backup file:///Data/backup other
            file:///data/t1 file:///data/t2 other
            file:///data/a%20b file:///data/a%20b same
            file:///data/a%20b file:///data/a+b other
            file:///data//t1 file:///data/t1 other
            file:///数据/备份 file:///数据/备份/ same
            file:///data oss://data/p?host=h other
            oss://b/p?host=h oss://b/p?host=h same
            oss://b/p/?host=h oss://b/p?host=h same
            oss://b/p///?host=h oss://b/p?host=h same
            oss://b/p?host=h&delete_mode=tagging oss://b/p?host=h&delete_mode=tagging same
            oss://b/p?delete_mode=tagging&host=h oss://b/p?host=h&delete_mode=tagging same
            oss://b/p?host=h oss://b/p?host=h&delete_mode=delete other
            oss://b/p?host=h&delete_mode=delete oss://b/p?host=h other
            oss://b/p?host=h&delete_mode= oss://b/p?host=h same
            oss://b/p?host=h oss://b/p?host=i other
            oss://b/p?host=h oss://c/p?host=h other
            oss://b/p?host=h oss://b/q?host=h other
            oss://b/p/q?host=h oss://b/p?host=h other
            oss://b/p?host=h s3://b/p?host=h other
            oss://b/p?host=h cos://b/p?host=h&appid=1 other
            oss://b/p?host=h%3A80 oss://b/p?host=h:80 same
            oss://b/p?host=h&host=i oss://b/p?host=h same
            oss://b/p?host=i&host=h oss://b/p?host=h other
            oss://b/p?&host=h oss://b/p?host=h same
            oss://b/p?host=a+b oss://b/p?host=a+b same
            oss://b/p?host=a%2Bb oss://b/p?host=a+b same
            oss://b/p?host=a%20b oss://b/p?host=a+b other
            oss://b/p?host=h&access_id=i&access_key=k oss://b/p?host=h same
            oss://b/p%41?host=h oss://b/pA?host=h other
            cos://b/p?host=h&appid=1 cos://b/p?host=h&appid=1 same
            cos://b/p?appid=1&host=h cos://b/p?host=h&appid=1 same
            cos://b/p/?appid=1&host=h cos://b/p?host=h&appid=1 same
            cos://b/p?appid=1&host=h&delete_mode=tagging cos://b/p?host=h&appid=1&delete_mode=tagging same
            cos://b/p?delete_mode=tagging&appid=1&host=h cos://b/p?host=h&appid=1&delete_mode=tagging same
            cos://b/p?host=h&appid=1 cos://b/p?host=h&appid=2 other
            cos://b/p?host=h&appid=1 cos://b/p?host=h other
            cos://b/p?host=h&appid=1 cos://b/p?host=i&appid=1 other
            cos://b/p?host=h&appid=1 cos://b2/p?host=h&appid=1 other
            cos://b/p?host=h&appid=01 cos://b/p?host=h&appid=1 other
            cos://b/p?host=h&appid=%31 cos://b/p?host=h&appid=1 same
            cos://b/p?host=h&appid=1&access_id=i cos://b/p?host=h&appid=1 same
            s3://b/p?host=h s3://b/p?host=h same
            s3://b/p?s3_region=r1&host=h s3://b/p?host=h&s3_region=r1 same
            s3://b/p/?s3_region=r1&host=h s3://b/p?host=h&s3_region=r1 same
            s3://b/p?host=h&s3_region=r1&delete_mode=delete s3://b/p?host=h&s3_region=r1&delete_mode=delete same
            s3://b/p?delete_mode=delete&s3_region=r1&host=h s3://b/p?host=h&s3_region=r1&delete_mode=delete same
            s3://b/p?host=h&s3_region=r1 s3://b/p?host=h&s3_region=r2 other
            s3://b/p?host=h&s3_region=r1 s3://b/p?host=h other
            s3://b/p?host=h s3://b/p?host=h&s3_region=r1 other
            s3://b/p?host=h&force_path_style=true s3://b/p?host=h same
            s3://b/p?host=h&s3_region=eu%2Dwest s3://b/p?host=h&s3_region=eu-west same
            s3://b/p?host=h&s3_region=r1&access_key=k s3://b/p?host=h&s3_region=r1 same
            s3://b/a/b/c?host=h s3://b/a/b/c?host=h same
            s3://b/a/b/c?host=h s3://b/a/b?host=h other
            s3://B/p?host=h s3://b/p?host=h other
            obs://b/p?host=h obs://b/p?host=h other
            data data other
            oss://b?host=h oss://b?host=h other
            oss://b/p oss://b/p other
            """)
    void aDestinationIsComparedByWhatItMeans(String asked, String reported, String expected) {
        assertEquals(expected, Destination.isSame(asked, reported) ? "same" : "other");
    }

    @Test
    void whatIsNotReportedIsNotTheSame() {
        assertFalse(Destination.isSame("file:///data", null));
        assertFalse(Destination.isSame(null, null));
    }

    @ParameterizedTest
    @CsvSource({
        "file:///data/t1, file:///data/t1/backup_set_1_full, true",
        "file:///data/t1/, file:///data/t1/backup_set_1_full, true",
        "file:///data/t1, file:///data/t1, true",
        "file:///data/t1, file:///data/t10/backup_set_1_full, false",
        "file:///data/t1, file:///data/backup_set_1_full, false",
        "oss://b/p?host=h, oss://b/p/backup_set_1_full?host=h, true",
        "oss://b/p/?host=h, oss://b/p/backup_set_1_full, true",
        "oss://b/p?host=h, oss://b/q/backup_set_1_full?host=h, false",
        "oss://b/p?host=h, s3://b/p/backup_set_1_full?host=h, false"
    })
    void aBackupSetLiesInItsDestination(String destination, String path, boolean inside) {
        assertEquals(inside, Destination.of(destination).orElseThrow().contains(path));
    }

    @Test
    void aVeryLongUriIsNotRead() {
        assertTrue(Destination.of("file:///" + "a".repeat(100_000)).isEmpty());
    }
}
